package org.gale.engine.replay;

/**
 * How far and in what steps to replay. The steps must not matter: the digests are the same.
 *
 * @param toSequence    stop after this command; {@link Long#MAX_VALUE} for the end
 * @param sliceCommands apply at most so many commands at a time; {@link #WHOLE_FRAMES} for all that a frame holds
 * @param fromSnapshot  begin with the last snapshot before that command, rather than at reset
 */
public record ReplayOptions(long toSequence, int sliceCommands, boolean fromSnapshot)
{
    /** Apply all commands of a frame at a time. */
    public static final int WHOLE_FRAMES = Integer.MAX_VALUE;
    /** All of it, as fast as it goes. */
    public static final ReplayOptions DEFAULT = new ReplayOptions(Long.MAX_VALUE, WHOLE_FRAMES, false);

    public ReplayOptions
    {
        if (toSequence < 0 || sliceCommands < 1)
        {
            throw new IllegalArgumentException(
                "out of range: toSequence=" + toSequence + ", sliceCommands=" + sliceCommands);
        }
    }

    /** Stop after a command. */
    public ReplayOptions to(final long sequence)
    {
        return new ReplayOptions(sequence, sliceCommands, fromSnapshot);
    }

    /** Apply so many commands at a time. */
    public ReplayOptions slicesOf(final int commands)
    {
        return new ReplayOptions(toSequence, commands, fromSnapshot);
    }

    /** Begin with the last snapshot that does: what lies before it is not checked. */
    public ReplayOptions fromNearestSnapshot()
    {
        return new ReplayOptions(toSequence, sliceCommands, true);
    }
}
