package org.gale.engine.device.pci;

import java.nio.ByteBuffer;

/** Taker of what a device and its client exchange, in its order. Called by the answering thread. */
public interface Recorder
{
    /** Taker that keeps nothing. */
    Recorder NONE = new Recorder()
    {
        @Override
        public void message(final ByteBuffer bytes, final int descriptors)
        {
            assert bytes.hasRemaining();
        }

        @Override
        public void reply(final ByteBuffer bytes)
        {
            assert bytes.hasRemaining();
        }

        @Override
        public void interrupt(final int vector)
        {
            assert vector >= 0;
        }

        @Override
        public void stamp(final int operation, final long word)
        {
            assert operation >= 0;
        }
    };

    /** Takes a whole message of the client. */
    void message(ByteBuffer bytes, int descriptors);

    /** Takes a whole reply. */
    void reply(ByteBuffer bytes);

    /** Takes an interrupt: a write to the eventfd of a vector. */
    void interrupt(int vector);

    /** Takes an operation on the drive, by whose time the model decides. */
    void stamp(int operation, long word);
}
