package org.gale.engine.agent;

import java.util.List;

/** Kinds of the notes that a thread takes of its own slow moments. Codes are appended, never reused. */
public enum NoteKind
{
    /** The thread wanted to run and did not. The value is how long, ns. */
    STALL(0, "stall"),
    /** A snapshot of the machine was taken. The value is its command. */
    SNAPSHOT(1, "snapshot"),
    /** A digest was taken, with the invariant check before it. The value is its command. */
    DIGEST(2, "digest"),
    /** A frame was appended slowly. The value is its bytes. */
    APPEND(3, "slow append"),
    /** Appended frames were forced to the device. The value is the number of frames. */
    FORCE(4, "force"),
    /** A frame waited for space in the journal, as it does when the segment changes. The value is its bytes. */
    SPACE(5, "wait for journal space"),
    /** A duty cycle was long by its own work. The value is its commands. */
    BATCH(6, "large batch"),
    /** Full batches came one after the other. The value is the number of commands. */
    BACKLOG(7, "backlog"),
    /** A producer attached to a lane. The value is the number of lanes. */
    ATTACH(8, "lane attach"),
    /** Garbage was collected. Times have a resolution of a millisecond. */
    COLLECTION(9, "garbage collection"),
    /** Compilers took the core. Times are those of the stall in which they did. */
    COMPILATION(10, "compilation"),
    /** The thread had nothing to do and parked. The value is how long, ns. */
    PARK(11, "park"),
    /** Full batches came most of whose events were of one VM. The value is the VM. */
    BURST(12, "burst"),
    /** A vCPU was held out of the guest while its injection was switched. The value is its VM. */
    TRANSITION(13, "transition of the vCPU");

    private static final List<NoteKind> KINDS = List.of(values());

    private final int code;
    private final String label;

    NoteKind(final int code, final String label)
    {
        this.code = code;
        this.label = label;
    }

    /** Returns the code of the kind in the log. */
    int code()
    {
        return code;
    }

    /** Returns the kind in words. */
    public String label()
    {
        return label;
    }

    /** Returns the number of kinds. */
    static int count()
    {
        return KINDS.size();
    }

    static NoteKind of(final int code)
    {
        return KINDS.get(code);
    }
}
