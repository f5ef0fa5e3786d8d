package org.gale.engine.storm.law;

import org.gale.engine.storm.model.EventSink;
import org.gale.engine.storm.model.SendSink;
import org.gale.engine.storm.result.Hold;

/** Model that acts as a test says. */
final class ScriptModel extends IdleModel
{
    Runnable act = () -> { };
    EventSink sink;
    SendSink sends;
    long nextNs;
    long longerNs;
    boolean isHigh;
    int free = NONE;
    long heldNs;

    @Override
    public long nextNs()
    {
        return nextNs;
    }

    @Override
    public void fire(final long nowNs, final EventSink to)
    {
        sink = to;
        act.run();
    }

    @Override
    public void send(final long nowNs, final SendSink to)
    {
        sends = to;
        act.run();
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        // Nothing follows.
    }

    @Override
    public long prolongedNs(final long nowNs, final int event)
    {
        act.run();

        return longerNs;
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        act.run();
    }

    @Override
    public boolean staysHigh(final int event)
    {
        return isHigh;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return reason == Hold.MODERATION ? heldNs : 0;
    }

    @Override
    public int released()
    {
        return free;
    }
}
