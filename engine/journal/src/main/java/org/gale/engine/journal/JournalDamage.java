package org.gale.engine.journal;

import java.nio.file.Path;
import java.util.Locale;
import org.gale.engine.config.NumberText;

/**
 * Place and kind of a journal's damage.
 *
 * @param file          the damaged file
 * @param segment       number of the segment, −1 if the damage is not in one
 * @param frame         number of the frame in its segment, −1 if the damage is not in one
 * @param offset        byte of the file at which it begins
 * @param finding       the value found and the value expected
 * @param soundCommands number of commands in sound frames before it
 */
public record JournalDamage(Path file, int segment, long frame, long offset, String finding, long soundCommands)
{
    /** Returns the damage in one line: file, frame, byte, finding, and the sound commands before it. */
    public String message()
    {
        final String place = frame < 0 ?
            String.format(Locale.ROOT, "byte %,d", offset) :
            String.format(Locale.ROOT, "frame %d at byte %,d", frame, offset);

        return String.format(Locale.ROOT, "%s: %s: %s.  Sound before it: %s.",
            file, place, finding, NumberText.counted(soundCommands, "command"));
    }

    /** Returns this damage behind a number of sound commands. */
    JournalDamage behind(final long commands)
    {
        return new JournalDamage(file, segment, frame, offset, finding, commands);
    }
}
