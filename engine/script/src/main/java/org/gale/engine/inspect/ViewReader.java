package org.gale.engine.inspect;

import java.util.function.Function;
import org.gale.engine.machine.Machine;

/**
 * Reader of a field of a view, for one value after another: the text is made anew only if a value has changed from
 * which it is made. Owned by the thread that owns the machines.
 */
final class ViewReader implements Function<Machine, String>
{
    private final WatchedView field;
    private ViewTrace trace;
    private String text;

    ViewReader(final WatchedView field)
    {
        this.field = field;
    }

    @Override
    public String apply(final Machine machine)
    {
        final ViewTrace now = field.trace(machine);
        if (now == null)
        {
            text = WatchedSubject.UNREACHABLE;
        }
        else if (trace == null || !now.isEqual(trace))
        {
            text = field.value(machine);
        }
        trace = now;

        return text;
    }
}
