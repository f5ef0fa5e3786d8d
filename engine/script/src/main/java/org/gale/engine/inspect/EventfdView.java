package org.gale.engine.inspect;

import java.io.IOException;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;

/**
 * View of eventfds: all of them, or those that carry the vectors of one function. Owned by the thread that owns the
 * machine.
 */
final class EventfdView
{
    private final FunctionQueries functions;                        // null of a machine without functions
    private final ViewJson answer;

    EventfdView(final Machine machine, final ViewJson answer)
    {
        this.functions = machine.functions();
        this.answer = answer;
    }

    void write(final ViewRequest request) throws IOException
    {
        final boolean isOfFunction = request.has(View.Option.DEVICE);
        answer.beginList("eventfds");
        boolean complete = true;
        for (int number = next(0); complete && number >= 0; number = next(number + 1))
        {
            final FunctionQueries.EventfdState eventfd = functions.eventfd(number);
            final boolean isShown = !isOfFunction ||
                (eventfd.pin() == null && eventfd.deviceId() == request.number(View.Option.DEVICE));
            complete = answer.takeSteps(1) && (!isShown || eventfd(eventfd));
        }
        answer.endList();
    }

    private int next(final int from)
    {
        return functions == null ? -1 : functions.nextEventfd(from);
    }

    private boolean eventfd(final FunctionQueries.EventfdState eventfd) throws IOException
    {
        if (!answer.beginEntry())
        {
            return false;
        }
        answer.number("eventfd", eventfd.number());
        FunctionFields.EVENTFD.write(answer, eventfd);
        answer.endEntry();

        return true;
    }
}
