package org.gale.engine.storm.flow;

/**
 * Models of the devices of a storm, which follow what guests do. An event of a device without a model is none of
 * theirs. Times are ns since the first phase began. Owned by the thread that drives the models.
 */
public interface DeviceModels extends ModelCounts, RequestSource
{
    /** {@return the models of vCPUs that send some of the events; null if devices raise all of them} */
    SenderModels senders();

    /** Notes that the handler of an event has begun. */
    void acknowledged(int device, int event, long nowNs);

    /**
     * Returns how much longer the handler of an event runs, which would end now.
     *
     * @return ns; 0 if the handler ends
     */
    long prolongedNs(int device, int event, long nowNs);

    /** Returns whether the line of an event stays high if its handler ends now. */
    boolean staysHigh(int device, int event);

    /** Returns the ticks of a group of VMs that found their wire high: no event was offered for them. */
    long ticksHigh(int group);

    /**
     * Returns how a model of a device breaks its own law.
     *
     * @return the device and its figures; null while all keep theirs
     */
    String brokenLaw();

    /**
     * Returns the first device with work that only a handler can bring on, where none is to come.
     *
     * @return the device and its event; null if each goes on by itself, by a handler, or by an event that nobody has
     *     taken yet
     */
    String stalled(SourceBooks.Handlers handlers);
}
