package org.gale.engine.record;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where frames of commands go before they are applied. The engine fills {@link #frame()} from {@link #payloadOffset()}
 * on, appends it, and applies it once it is acknowledged. Owned by the engine's thread.
 *
 * <p>No method has a default: a log that forwards to another one and missed a default would change the duty cycle.
 */
public interface FrameLog extends AutoCloseable
{
    /** The frame to be filled next. */
    UnsafeBuffer frame();

    /** A frame that was appended and may be applied: not older than the last {@link #acknowledgedFrames()} − held. */
    UnsafeBuffer frame(long number);

    /** Where commands begin in a frame, bytes. */
    int payloadOffset();

    /** The most bytes of commands in a frame. */
    int payloadLimit();

    /** Number of the next frame. */
    long appendedFrames();

    /** Frames below this number may be applied. */
    long acknowledgedFrames();

    /**
     * Appends a frame of commands.
     *
     * @return false if it was refused: it must not be applied, and nothing more will be accepted
     */
    boolean appendCommands(int count, int lengthBytes);

    /** Appends a frame that is not applied: a digest. The same answer as for commands. */
    boolean appendDigest(byte[] payload, int length);

    /** Does it keep snapshots? If not, there is no point in taking any. */
    boolean takesSnapshots();

    /** Is it time for a snapshot, whatever the schedule says? */
    boolean wantsSnapshot();

    /** Appends a part of a snapshot, which was filled in {@link #frame()}. The same answer as for commands. */
    boolean appendSnapshot(int lengthBytes);

    /** How long the last force took, ns; 0 where nothing waits for one. */
    long forceNs();

    /** Makes what was appended acknowledged, where it is late or {@code now} is asked for. False if refused. */
    boolean flush(boolean now, long nowNs);

    /** Number of the next command. */
    long nextSequence();

    /** Why frames are refused, or null. */
    String failure();

    /** Bytes written so far. */
    long bytes();

    /** Ends the log; what is in it is complete. */
    @Override
    void close();
}
