package org.gale.engine.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.gale.engine.config.DelaySchedule;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.host.FileFailure;
import org.gale.engine.machine.OperationDelays;

/** Files of schedules that words of machine lines name. Pure functions, but for the files. */
final class ScheduleFile
{
    private static final long SCHEDULE_LIMIT_BYTES = 1L << 20;

    private ScheduleFile()
    {
    }

    /** Returns a word of a machine line; one that names the file of a schedule, with the schedule in its place. */
    static String inPlace(final String word)
    {
        final String prefix = MachineKeys.OPS_SCHEDULE.name() + '=';
        if (!word.startsWith(prefix) || word.startsWith(prefix + DelaySchedule.INLINE))
        {
            return word;
        }
        final String path = word.substring(prefix.length());
        try
        {
            if (Files.size(Path.of(path)) > SCHEDULE_LIMIT_BYTES)
            {
                throw new IllegalArgumentException(prefix + path + ": is longer than a schedule");
            }

            return prefix + DelaySchedule.ofLines(Files.readAllLines(Path.of(path), StandardCharsets.ISO_8859_1));
        }
        catch (final IOException | InvalidPathException ex)
        {
            throw new IllegalArgumentException(prefix + path + ": cannot be read: " +
                (ex instanceof IOException io ? FileFailure.reason(io) : "no such file"), ex);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(prefix + path + ": " + ex.getMessage(), ex);
        }
    }

    /** {@return why an operation is refused that the schedule of a machine does not have, or null} */
    static String refusal(final OperationDelays delays)
    {
        final String difference = delays == null ? null : delays.difference();

        return difference == null ? null : "ops.schedule: the operation " + difference +
            " is not in the schedule, which belongs to another session";
    }
}
