package org.gale.engine.storm.virtual;

/** Kinds of the events of a run, in the order in which those of one time happen. */
final class QueuedKind
{
    /** A handler ends. */
    static final int HANDLED = 0;
    /** The next step of the host's operator is due. */
    static final int OPERATOR = 1;
    /** Software has a message ready to be injected. */
    static final int INJECTED = 2;
    /** A vCPU is kicked out of its guest. */
    static final int KICKED = 3;
    /** A vCPU goes on to its next state. */
    static final int VCPU = 4;
    /** The slice of a PE is over. */
    static final int SLICE = 5;
    /** A PE stops polling. */
    static final int POLLED = 6;
    /** A device raises an event, or its model goes on: the last kind, taken from the streams and not from the queue. */
    static final int DUE = 7;

    private QueuedKind()
    {
    }
}
