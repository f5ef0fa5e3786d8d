package org.gale.engine.inspect;

import java.util.stream.IntStream;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;

/**
 * Eventfd with its route, with the fields of {@code inspect eventfd}: {@code eventfd3.count}.
 *
 * @param number of the eventfd
 */
record WatchedEventfd(int number) implements WatchedSubject
{
    @Override
    public void check(final Machine machine, final String field)
    {
        WatchedFunction.checkVerbs(machine, "eventfd" + number);
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return machine.functions() != null && machine.functions().eventfd(number) != null;
    }

    @Override
    public String absence(final Machine machine)
    {
        final FunctionQueries functions = machine.functions();
        final IntStream numbers = functions == null ? IntStream.empty() : IntStream.iterate(
            functions.nextEventfd(0), next -> next >= 0, before -> functions.nextEventfd(before + 1));

        return "no eventfd " + number + ": " + WatchedFunction.listed("eventfds", numbers);
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        return FunctionFields.EVENTFD.text(machine.functions().eventfd(number), field);
    }
}
