package org.gale.engine.storm.model;

/**
 * Seam of one queue of a device: what passes between its model and others, each step when it happens. A witness
 * counts there, apart from the counters of the model. Called at the time of the call of the model that is in progress.
 * On the thread that drives the run.
 */
public interface QueueSeam
{
    /** Notes that the driver submits requests to the device. */
    void submitted(int count);

    /** Notes that the device shows requests as complete. */
    void posted(int count);

    /** Notes that the driver polls, and how many packets it takes. */
    void taken(int count);

    /**
     * Notes that the driver takes a request as complete which an entry names that is not written, or not yet.
     *
     * @param request of the queue, from 0
     */
    void claimed(int request);

    /**
     * Notes that the next event of a source comes so much later than the one before: a packet of the wire, or an event
     * of a device with a line.
     *
     * @param source of the queue, from 0
     */
    void gap(int source, long ns);

    /**
     * Notes the seed from which a source draws the times between its events, before the first of them. That of recorded
     * events is the time by which each is later.
     */
    void seeded(int source, long seed);

    /** Notes that the comparator of a timer is set to a time. */
    void armed(long ns);

    /**
     * Notes that the time of a source has come: its timer expires, its device wants the line, or a recorded event is
     * due, whose number is that of the source.
     */
    void expired(int source);

    /**
     * Notes that the driver sets the moderation of its vector.
     *
     * @param periodNs time between two interrupts, or after a packet
     * @param packets  that end it
     */
    void moderated(long periodNs, int packets);

    /**
     * Notes that a request has a time to pass: of its service, or of the thought in front of it. A queue that serves
     * batches notes those.
     *
     * @param request of the queue, from 0; of a batch the number of its requests
     * @param ns      at which that time is over
     */
    void timed(int request, long ns);

    /** Notes that the device takes the time of a request as over. */
    void timeOver(int request);
}
