package org.gale.engine.replay;

/**
 * How far and in what steps to replay. The steps must not matter: the digests are the same.
 *
 * @param toSequence    stop after this command; {@link Long#MAX_VALUE} for the end
 * @param sliceCommands apply at most so many commands at a time; {@link #WHOLE_FRAMES} for all that a frame holds
 */
public record ReplayOptions(long toSequence, int sliceCommands)
{
    /** Apply all commands of a frame at a time. */
    public static final int WHOLE_FRAMES = Integer.MAX_VALUE;
    /** All of it, as fast as it goes. */
    public static final ReplayOptions DEFAULT = new ReplayOptions(Long.MAX_VALUE, WHOLE_FRAMES);

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
        return new ReplayOptions(sequence, sliceCommands);
    }

    /** Apply so many commands at a time. */
    public ReplayOptions slicesOf(final int commands)
    {
        return new ReplayOptions(toSequence, commands);
    }
}
