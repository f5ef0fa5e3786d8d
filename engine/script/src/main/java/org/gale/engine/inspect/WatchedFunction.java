package org.gale.engine.inspect;

import java.util.stream.IntStream;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;

/**
 * Function with MSI-X vectors, with the fields of {@code inspect msix}: {@code function1.held}.
 *
 * @param deviceId number of the function
 */
record WatchedFunction(int deviceId) implements WatchedSubject
{
    private static final int LISTED_LIMIT = 16;

    @Override
    public void check(final Machine machine, final String field)
    {
        checkVerbs(machine, "function" + deviceId);
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return machine.functions() != null && machine.functions().function(deviceId) != null;
    }

    @Override
    public String absence(final Machine machine)
    {
        final FunctionQueries functions = machine.functions();
        final IntStream numbers = functions == null ? IntStream.empty() :
            IntStream.range(0, functions.functionCount()).map(functions::deviceIdAt).sorted();

        return "no function " + deviceId + ": " + listed("functions", numbers);
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        return FunctionFields.FUNCTION.text(machine.functions().function(deviceId), field);
    }

    /** Refuses a machine that has no functions, now or later. */
    static void checkVerbs(final Machine machine, final String name)
    {
        if (machine.hostVerbs(MsixVerb.FAMILY) == null)
        {
            throw new IllegalArgumentException("'" + name + "': this machine has neither functions nor eventfds " +
                "(machine preset=full has)");
        }
    }

    /** Returns {@code functions: 1, 3}, shortened for a message. */
    static String listed(final String noun, final IntStream numbers)
    {
        final int[] first = numbers.limit(LISTED_LIMIT + 1L).toArray();
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < first.length; i++)
        {
            text.append(i == 0 ? noun + ": " : ", ").append(i == LISTED_LIMIT ? "..." : first[i]);
        }

        return text.isEmpty() ? "there is none" : text.toString();
    }
}
