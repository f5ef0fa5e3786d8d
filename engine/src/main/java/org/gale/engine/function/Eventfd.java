package org.gale.engine.function;

/**
 * Eventfd that a monitor has given to KVM: it carries a vector of a function or a level pin. Immutable.
 *
 * @param number   of the eventfd
 * @param function null of a level pin
 * @param vector   of the function
 * @param pin      null of a vector
 */
record Eventfd(int number, MsixFunction function, int vector, LevelPin pin)
{
    static Eventfd ofVector(final int number, final MsixFunction function, final int vector)
    {
        return new Eventfd(number, function, vector, null);
    }

    static Eventfd ofPin(final int number, final int spi)
    {
        return new Eventfd(number, null, 0, new LevelPin(spi));
    }
}
