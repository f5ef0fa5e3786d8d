package org.gale.engine.function;

import org.gale.engine.machine.FunctionQueries.EventfdState;
import org.gale.engine.machine.FunctionQueries.PinState;

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

    /** Returns the eventfd as queries see it. */
    EventfdState seen()
    {
        return pin == null ?
            new EventfdState(number, function.deviceId, vector, function.signalled.isSet(vector),
                function.routed.isSet(vector), function.owedInEventfd.isSet(vector), null) :
            new EventfdState(number, 0, 0, pin.isSignalled, pin.isRouted, pin.isOwed,
                new PinState(pin.spi, pin.isPending, pin.isHigh, pin.isRaised));
    }

    static Eventfd ofPin(final int number, final int spi)
    {
        return new Eventfd(number, null, 0, new LevelPin(spi));
    }
}
