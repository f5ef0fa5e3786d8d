package org.gale.engine.device.msix;

import org.gale.engine.storm.scenario.OpenStream;

/**
 * Loop of messages.
 *
 * @param vectors  that send
 * @param window   limit of the vectors in flight of a closed loop
 * @param stream   of an open loop; null for a closed one
 * @param quiet    mean number of messages of an open loop's vector in front of a silence
 * @param seed     of all that is drawn
 * @param settleNs time within which a message is looked at, ns
 * @param dropEach number of messages of which one is left out; 0 for none
 * @param hasPin   whether a pin is in place of the one vector: each message is a raise
 */
public record MessageLoop(int vectors, long window, OpenStream stream, long quiet, long seed, long settleNs,
    long dropEach, boolean hasPin)
{
    /** Returns whether each message is a burst. */
    public boolean isClosed()
    {
        return stream == null;
    }
}
