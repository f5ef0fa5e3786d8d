package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Log of frames of commands, which are appended before they are applied. The engine fills {@link #frame()} from {@link
 * #payloadOffset()} on, appends it, and applies it. What comes of it leaves the engine once it is acknowledged. Owned
 * by the engine's thread.
 * <p>No method has a default: a log that forwards to another one and missed a default would change the duty cycle.
 */
public interface FrameLog extends AutoCloseable
{
    /** Returns the frame to be filled next. */
    UnsafeBuffer frame();

    /**
     * Returns a frame that was appended and may be applied.
     *
     * @param number not older than the last {@link #acknowledgedFrames()} − held
     */
    UnsafeBuffer frame(long number);

    /**
     * Returns the number of frames that are held, the one being filled included. Acknowledged frames are applied before
     * the next one is filled.
     */
    int heldFrames();

    /**
     * Returns the offset at which commands begin in a frame.
     *
     * @return an offset in bytes
     */
    int payloadOffset();

    /** Returns the limit of the bytes of commands in a frame. */
    int payloadLimit();

    /** Sets the time of the frames that are appended from now on, ns since the first phase of the run began. */
    void time(long ns);

    /** Returns the number of the next frame. */
    long appendedFrames();

    /** Returns the number below which frames are acknowledged. Takes the result of a force that has ended. */
    long acknowledgedFrames();

    /**
     * Appends a frame of commands. Where space has still to be made, nothing changes: the caller offers the same frame
     * again in a later cycle.
     *
     * @return {@link AppendResult#REFUSED} if it must not be applied, and nothing more will be accepted
     */
    AppendResult appendCommands(int count, int lengthBytes);

    /**
     * Waits a moment for space, for callers that cannot return to their duty cycle.
     *
     * @param turn number of waits so far, from 0
     */
    void awaitSpace(int turn);

    /**
     * Appends a digest from {@link #frame()}, once there is space. The frame is not applied. Returns false if it was
     * refused.
     */
    boolean appendDigest(int lengthBytes);

    /** Returns whether the log keeps snapshots; if not, none need be taken. */
    boolean takesSnapshots();

    /** Returns whether a snapshot is due, whatever the schedule is. */
    boolean wantsSnapshot();

    /** Appends a part of a snapshot from {@link #frame()}, once there is space. Returns false if it was refused. */
    boolean appendSnapshot(int lengthBytes);

    /** Returns the duration of the last force, ns; 0 where nothing waits for a force. */
    long forceNs();

    /**
     * Begins to force the appended frames. {@link #acknowledgedFrames()} passes them once the force has ended, which
     * may be when this returns. Appended frames may be read meanwhile; an append waits for the end of the force.
     *
     * @param commands number of commands that the owner applies meanwhile
     * @return false if the log refused
     */
    boolean beginForce(long commands);

    /**
     * Makes the appended frames acknowledged if they are late.
     *
     * @param now   true to force at once, and to wait for a force that is under way
     * @param nowNs time of the engine's clock
     * @return false if the log refused
     */
    boolean flush(boolean now, long nowNs);

    /**
     * Makes some space ready for later frames. Takes microseconds, and never waits.
     *
     * @param isIdle true in a duty cycle without work; with little work, space is made if a helper soon has to make it
     */
    void reserveAhead(boolean isIdle);

    /** Returns the number of the next command. */
    long nextSequence();

    /**
     * Returns the reason why nothing can be appended any more. Everything acknowledged is in the log.
     *
     * @return the reason, or null if frames are accepted
     */
    JournalFailure failure();

    /** Returns the number of bytes written so far. */
    long bytes();

    /** Ends the log; everything in it is complete. */
    @Override
    void close();

    /**
     * Ends the log with the verdict of its run, after the last check. Everything in it is complete. A log that is ended
     * stays as it is.
     */
    void close(ClosingPayload verdict);

    /** Ends the log of an engine that has failed; everything in it is complete, and a run may be resumed from there. */
    void closeShort();
}
