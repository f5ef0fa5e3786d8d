package org.gale.engine.lanes;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the guard by the ITSs that a machine has. */
class EventGuardTest
{
    private static final int LONG_BYTES = 2 * Long.BYTES;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[8 * Long.BYTES]);
    private final List<String> events = new ArrayList<>();

    @Tag("T-ITS-2")
    @Test
    void shouldAdmitMessagesToEachItsThatIsThere()
    {
        assertEquals(5 * Long.BYTES, admitted(3));
        assertEquals(List.of("2.5.6", "1.0.7", "0.4.0"), events);
    }

    @Test
    void shouldEndInFrontOfAMessageToAnItsThatIsNotThere()
    {
        assertEquals(0, admitted(2));
        assertEquals(0, admitted(0));
        assertEquals(List.of(), events);
    }

    @Tag("M-MSIXLIVE")
    @Test
    void shouldAdmitTriggersOfAMachineThatHasFunctions()
    {
        final EventGuard guard = new EventGuard(0);
        guard.tally((its, deviceId, eventId) -> events.add(its + "." + deviceId + '.' + eventId));
        frame.putLong(0, Commands.trigger(5, 2047, 3));
        frame.putLong(Long.BYTES, Commands.trigger(5, 2048, 3));                // no vector of any function

        assertEquals(0, guard.admit(frame, 0, 2 * Long.BYTES), "a machine without functions cannot apply it");
        guard.functions(() -> true);

        assertEquals(Long.BYTES, guard.admit(frame, 0, 2 * Long.BYTES));
        assertEquals(List.of(Commands.NO_ITS + ".5.2047"), events);
        assertEquals(1, guard.eventCount());
    }

    /** Messages to ITS 2, 1 and 0, and to ITS 3. */
    private int admitted(final int itss)
    {
        final EventGuard guard = new EventGuard(itss);
        guard.tally((its, deviceId, eventId) -> events.add(its + "." + deviceId + '.' + eventId));
        int at = Commands.msiLong(frame, 0, 2, 5, 6);
        at = Commands.msiLong(frame, at, 1, 0, 7);
        frame.putLong(at, Commands.msi(4, 0, 0));
        Commands.msiLong(frame, at + Long.BYTES, 3, 0, 0);
        final int end = guard.admit(frame, 0, at + Long.BYTES + LONG_BYTES);

        assertEquals(events.size(), guard.eventCount());

        return end;
    }
}
