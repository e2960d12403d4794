pragma circom 2.0.0;

// Green and grid energy of one hour; says whether green is at least half of the total.
template Bits(n) {
    signal input value;
    signal output bits[n];
    var sum = 0;
    for (var i = 0; i < n; i++) {
        bits[i] <-- (value >> i) & 1;
        bits[i] * (bits[i] - 1) === 0;
        sum += bits[i] * (1 << i);
    }
    sum === value;
}

template HalfGreen() {
    signal input salt;
    signal input green;
    signal input grid;
    signal input contract;
    signal output valid;
    signal output commitment;
    signal output total;

    component greenBits = Bits(32);
    greenBits.value <== green;
    component gridBits = Bits(32);
    gridBits.value <== grid;
    total <== green + grid;
    // green - grid + 2^32 has bit 32 exactly if green >= grid.
    component difference = Bits(33);
    difference.value <== green - grid + (1 << 32);
    valid <== difference.bits[32];
    signal mixed;
    mixed <== (salt + green) * (salt + grid + 1);
    commitment <== mixed * mixed + contract;
}

component main {public [contract]} = HalfGreen();
