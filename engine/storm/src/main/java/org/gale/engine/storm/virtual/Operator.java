package org.gale.engine.storm.virtual;

/** Operator of a host, who acts between the events. Owned by one thread. */
interface Operator
{
    /** Operator who does nothing. */
    Operator NONE = new Operator()
    {
        @Override
        public void begin()
        {
            // Nothing is due.
        }

        @Override
        public void offered(final long events)
        {
            // Nothing is due.
        }

        @Override
        public void sent(final long events)
        {
            // Nothing is due.
        }

        @Override
        public void step()
        {
            throw new IllegalStateException("no transition is open");
        }

        @Override
        public boolean isOpen()
        {
            return false;
        }
    };

    /** Begins with a machine that is set up, at 0. */
    void begin();

    /** Begins what is due behind a number of events. */
    void offered(long events);

    /** Notes a number of events, of which vCPUs have sent the last ones. */
    void sent(long events);

    /** Takes the next step of what is open. */
    void step();

    /** Returns whether a transition or a mask is open. */
    boolean isOpen();
}
