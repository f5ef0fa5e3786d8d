package org.gale.engine.storm.virtual;

/** Operator of a host, who acts between the events. Owned by one thread. */
interface Operator
{
    /** Operator who does nothing. */
    Operator NONE = new Operator()
    {
        @Override
        public void offered(final long events)
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

    /** Begins what is due behind a number of events. */
    void offered(long events);

    /** Takes the next step of the open transition. */
    void step();

    /** Returns whether a transition is open. */
    boolean isOpen();
}
