package org.gale.engine.storm.model;

/** Receiver of the requests and packets that handlers of one device's guest complete. On the thread of the models. */
@FunctionalInterface
public interface RequestSink
{
    /** Sink of a device whose requests nobody measures. */
    RequestSink NONE = (submittedNs, endedNs) ->
    {
    };

    /**
     * Notes that a handler has ended which completes a request. Times are those of the device's clock.
     *
     * @param submittedNs when the request was submitted, or the packet arrived, ns
     * @param endedNs     end of the handler, ns
     */
    void completed(long submittedNs, long endedNs);
}
