package org.gale.engine.inspect;

import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MessagePort;
import org.gale.engine.record.RecentCommands;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsSetlpir;

/** Explanation of a vector of a function: what holds its event, and where its message would go. */
final class ExplainedVector
{
    private final Machine machine;
    /** Last commands, or null. */
    private final RecentCommands commands;
    private final int deviceId;
    private final int vector;
    private final ExplainedFacts facts;

    ExplainedVector(
        final Machine machine,
        final RecentCommands commands,
        final int deviceId,
        final int vector,
        final ExplainedFacts facts)
    {
        this.machine = machine;
        this.commands = commands;
        this.deviceId = deviceId;
        this.vector = vector;
        this.facts = facts;
    }

    /** Adds all that is known of the vector, and of the interrupt that its message leads to. */
    void explain()
    {
        final FunctionQueries functions = machine.functions();
        final FunctionQueries.Function function = functions.function(deviceId);
        final FunctionQueries.Vector state = functions.vector(deviceId, vector);
        final FunctionQueries.Message message = functions.next(deviceId, vector);
        facts.fact("vector " + vector + " of function " + deviceId + ": " +
            (state.isSignalled() ? "an event in its eventfd, " : "") +
            (state.isPending() ? "its pending bit is set, " : "") +
            (state.isSignalled() || state.isPending() ? "" : "nothing held, ") + "message 0x" +
            Long.toHexString(message.address()) + " data " + ViewJson.hex(message.data()) + ", entry at 0x" +
            Long.toHexString(function.bar() + 16L * vector) + " (M-MSIXLIVE)");
        if (!function.isEnabled())
        {
            reason("function-disabled", "MSI-X of function " + deviceId + " is not enabled: an event is rejected");
        }
        if (function.isMasked())
        {
            reason("function-masked", "function " + deviceId + " is masked as a whole: Function Mask is 1");
        }
        if (state.isMasked())
        {
            reason("vector-masked", "vector " + vector + " is masked: its mask bit at 0x" +
                Long.toHexString(function.bar() + 16L * vector + 12) + " is 1");
        }
        if (state.isCarried() && !state.isRouted())
        {
            final int eventfd = functions.eventfdOf(deviceId, vector);
            facts.reason("no-route", "eventfd " + eventfd + ", which carries vector " + vector + ", has no route",
                "eventfd", eventfd);
        }
        message(functions.placeOf(message.address()), message);
    }

    private void message(final int place, final FunctionQueries.Message message)
    {
        if (place == MessagePort.NOWHERE)
        {
            facts.reason("message-nowhere", "no frame takes messages at 0x" + Long.toHexString(message.address()),
                "function", deviceId, "vector", vector, "address", message.address());
        }
        else if (machine.translations() == null)
        {
            ExplainedVlpi.ofEvent(machine, deviceId, message.data(), facts);
        }
        else if (place < MessagePort.ITS_LIMIT)
        {
            ExplainedInterrupt.ofEvent(machine, commands, place, deviceId, message.data(), facts);
        }
        else
        {
            new ExplainedInterrupt(machine, null, machine.accounts().physicalOwner(),
                Intid.of(Intid.TYPE_LPI, IrsSetlpir.ID.get(message.data())), facts).explain();
        }
    }

    private void reason(final String code, final String text)
    {
        facts.reason(code, text, "function", deviceId, "vector", vector);
    }
}
