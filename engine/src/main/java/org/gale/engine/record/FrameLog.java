package org.gale.engine.record;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.AppendResult;

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
     * Appends a frame of commands. Where space has still to be made, nothing changes: the caller comes back with the
     * same frame in a later cycle.
     *
     * @return {@link AppendResult#REFUSED} if it must not be applied, and nothing more will be accepted
     */
    AppendResult appendCommands(int count, int lengthBytes);

    /** Waits a moment for space. For callers that cannot come back; {@code turn} counts the waits, from 0. */
    void awaitSpace(int turn);

    /** Appends a frame that is not applied, a digest, once there is space. Returns false if it was refused. */
    boolean appendDigest(byte[] payload, int length);

    /** Does it keep snapshots? If not, there is no point in taking any. */
    boolean takesSnapshots();

    /** Is it time for a snapshot, whatever the schedule says? */
    boolean wantsSnapshot();

    /** Appends a part of a snapshot from {@link #frame()}, once there is space. Returns false if it was refused. */
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
