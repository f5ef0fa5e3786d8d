package org.gale.engine.replay;

/**
 * End and step length of a replay. The step length does not affect digests.
 *
 * @param toSequence    last command to apply; {@link Long#MAX_VALUE} for the end
 * @param sliceCommands limit of commands applied at a time; {@link #WHOLE_FRAMES} for all of a frame
 * @param fromSnapshot  true to begin with the last snapshot before {@code toSequence}, false to begin at reset
 */
public record ReplayOptions(long toSequence, int sliceCommands, boolean fromSnapshot)
{
    /** Value of {@code sliceCommands} that applies all commands of a frame at a time. */
    public static final int WHOLE_FRAMES = Integer.MAX_VALUE;
    /** Complete replay from reset, frame by frame. */
    public static final ReplayOptions DEFAULT = new ReplayOptions(Long.MAX_VALUE, WHOLE_FRAMES, false);

    public ReplayOptions
    {
        if (toSequence < 0 || sliceCommands < 1)
        {
            throw new IllegalArgumentException(
                "out of range: toSequence=" + toSequence + ", sliceCommands=" + sliceCommands);
        }
    }

    /** Returns these options with another last command. */
    public ReplayOptions to(final long sequence)
    {
        return new ReplayOptions(sequence, sliceCommands, fromSnapshot);
    }

    /** Returns these options with another limit of commands applied at a time. */
    public ReplayOptions slicesOf(final int commands)
    {
        return new ReplayOptions(toSequence, commands, fromSnapshot);
    }

    /**
     * Returns these options, beginning with the last snapshot before the end. Commands before that snapshot are not
     * checked.
     */
    public ReplayOptions fromNearestSnapshot()
    {
        return new ReplayOptions(toSequence, sliceCommands, true);
    }
}
