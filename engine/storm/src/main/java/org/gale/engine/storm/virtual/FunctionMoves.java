package org.gale.engine.storm.virtual;

/**
 * Operators of a host whose guests mask vectors of functions and move them to other vCPUs. Owned by one thread.
 *
 * @param functions acts by the number of events, and takes steps while nothing else is planned
 * @param moves     plans the times at which it acts
 */
record FunctionMoves(FunctionOperator functions, AffinityOperator moves) implements Operator
{
    @Override
    public void begin()
    {
        functions.begin();
        moves.begin();
    }

    @Override
    public void sent(final long events)
    {
        moves.sent(events);
    }

    @Override
    public void offered(final long events)
    {
        functions.offered(events);
        moves.offered(events);
    }

    @Override
    public void step()
    {
        if (moves.isDue())
        {
            moves.step();
        }
        else
        {
            functions.step();
        }
    }

    @Override
    public boolean isOpen()
    {
        return functions.isOpen();
    }
}
