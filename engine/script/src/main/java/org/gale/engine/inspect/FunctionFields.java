package org.gale.engine.inspect;

import org.gale.engine.machine.FunctionQueries.EventfdState;
import org.gale.engine.machine.FunctionQueries.Function;
import org.gale.engine.machine.FunctionQueries.PinState;
import org.gale.engine.machine.FunctionQueries.Vector;

/** Fields of functions, of their vectors and of eventfds, which views write and watches read. */
final class FunctionFields
{
    static final ViewFields<Function> FUNCTION = new ViewFields<Function>()
        .with("DeviceID", Function::deviceId)
        .with("bar", function -> ViewJson.address(function.bar()))
        .with("vectors", Function::vectors)
        .with("enable", function -> bit(function.isEnabled()))
        .with("mask", function -> bit(function.isMasked()))
        .with("held", Function::held);

    /** Fields of a vector. Those of its eventfd are none where no eventfd carries it. */
    static final ViewFields<Vector> VECTOR = new ViewFields<Vector>()
        .with("address", vector -> ViewJson.address(vector.address()))
        .with("data", vector -> ViewJson.address(Integer.toUnsignedLong(vector.data())))
        .with("mask", vector -> bit(vector.isMasked()))
        .with("pending", vector -> bit(vector.isPending()))
        .with("eventfd", vector -> vector.isCarried() ? bit(vector.isSignalled()) : null)
        .with("route", vector -> vector.isCarried() ? bit(vector.isRouted()) : null)
        .with("held", vector -> bit(vector.isHeld()))
        .with("owed", vector -> bit(vector.isOwed()));

    /** Fields of an eventfd. It carries a vector of a function or the level pin of an SPI, and the others are none. */
    static final ViewFields<EventfdState> EVENTFD = new ViewFields<EventfdState>()
        .with("function", eventfd -> eventfd.pin() == null ? eventfd.deviceId() : null)
        .with("vector", eventfd -> eventfd.pin() == null ? eventfd.vector() : null)
        .and(new ViewFields<PinState>().with("SPI", PinState::spi), EventfdState::pin)
        .with("count", eventfd -> bit(eventfd.isSignalled()))
        .with("route", eventfd -> bit(eventfd.isRouted()))
        .with("owed", eventfd -> bit(eventfd.isOwed()))
        .and(new ViewFields<PinState>()
            .with("taken", pin -> bit(pin.isTaken()))
            .with("line", pin -> bit(pin.isHigh()))
            .with("raised", pin -> bit(pin.isRaised())), EventfdState::pin);

    private FunctionFields()
    {
    }

    private static Integer bit(final boolean isSet)
    {
        return isSet ? 1 : 0;
    }
}
