package org.gale.engine.storm.law;

/** Notes that the witness of a device makes for the laws of its run. On the thread that drives the models. */
interface DeviceNotes
{
    /** No event. */
    int NO_EVENT = -1;

    /**
     * Notes that the model of a device goes on.
     *
     * @param dueNs when it was to go on
     */
    void goesOn(int device, long dueNs);

    /** Notes that a model is notified that a handler has begun. */
    void toldBegun(int device);

    /** Notes that a model is notified that a handler has ended. */
    void toldEnded(int device);

    /** Notes that a handler has completed a request of the measured part, after a time. */
    void requested(int device, long ns);

    /** Notes that a vCPU which waited for all that it had sent is let go on, after a time. */
    void released(long waitedNs);

    /**
     * Notes that a law is broken.
     *
     * @param event  of the device; {@link #NO_EVENT} if none is concerned
     * @param clause of the law, in words
     * @param ns     of the clock of all models
     */
    void broken(int device, int event, String clause, long ns);
}
