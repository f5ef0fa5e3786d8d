package org.gale.engine.storm.virtual;

import java.math.BigInteger;

/** Sum of products of times and counts, in 128 bits. Owned by one thread. */
final class WideSum
{
    private long high;
    private long low;

    /** Adds a value that is not negative. */
    void add(final long value)
    {
        add(value, 1);
    }

    /** Adds the product of two values that are not negative. */
    void add(final long value, final long times)
    {
        final long product = value * times;
        low += product;
        high += Math.multiplyHigh(value, times) + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
    }

    /** Returns the sum. */
    BigInteger value()
    {
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
    }
}
