package org.gale.engine.storm.flow;

/** Receiver of the requests of all devices that handlers of guests complete. On the thread that drives the models. */
public interface RequestTaker
{
    /** Receiver of a storm whose requests nobody measures. */
    RequestTaker NONE = new RequestTaker()
    {
        @Override
        public void beginPhase(final int phase)
        {
            // Nothing is kept.
        }

        @Override
        public void completed(final int group, final int phase, final long ns)
        {
            // Nothing is kept.
        }
    };

    /** Begins a phase, one after another from the first one on. */
    void beginPhase(int phase);

    /**
     * Takes a request.
     *
     * @param group of the VM
     * @param phase index of the phase in which it was submitted
     * @param ns    from its submission to the end of the handler that completes it
     */
    void completed(int group, int phase, long ns);
}
