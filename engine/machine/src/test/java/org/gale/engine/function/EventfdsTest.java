package org.gale.engine.function;

import org.gale.engine.config.Monitor;
import org.gale.engine.machine.MessagePort;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

class EventfdsTest
{
    private static final int FUNCTION = 5;

    private final Functions functions = functions();
    private final Eventfds eventfds = functions.eventfds();

    @Test
    void shouldDigestAnEventfdThatIsAdded()
    {
        eventfds.add(Eventfd.ofVector(3, functions.find(FUNCTION), 0));
        final long before = eventfds.digest();

        eventfds.add(Eventfd.ofVector(4, functions.find(FUNCTION), 1));

        assertNotEquals(before, eventfds.digest());
        assertEquals(before, withVectors(1), "an eventfd was not there");
        assertEquals(withVectors(2), eventfds.digest());
    }

    @Test
    void shouldDigestWhatAPinHolds()
    {
        eventfds.add(Eventfd.ofPin(7, 40));
        final long before = eventfds.digest();

        eventfds.pinOf(40).isPending = true;

        assertNotEquals(before, eventfds.digest());
        eventfds.pinOf(40).isPending = false;
        assertEquals(before, eventfds.digest());
    }

    @Test
    void shouldDigestPinsByTheirNumbers()
    {
        eventfds.add(Eventfd.ofPin(7, 40));
        eventfds.add(Eventfd.ofPin(6, 41));
        eventfds.pinOf(40).isHigh = true;
        final Eventfds other = functions().eventfds();
        other.add(Eventfd.ofPin(6, 41));
        other.add(Eventfd.ofPin(7, 40));
        other.pinOf(40).isHigh = true;

        assertEquals(other.digest(), eventfds.digest());
    }

    private static long withVectors(final int count)
    {
        final Functions functions = functions();
        for (int vector = 0; vector < count; vector++)
        {
            functions.eventfds().add(Eventfd.ofVector(3 + vector, functions.find(FUNCTION), vector));
        }

        return functions.eventfds().digest();
    }

    private static Functions functions()
    {
        final MessagePort port = new UnusedPort();
        final EventBook book = new EventBook();
        final MonitorSlot monitor = new MonitorModel(Monitor.RIGHT, port, book);
        final Functions functions = new Functions(monitor, new PinModel(monitor, port, book), book, port);
        functions.create(FUNCTION, 2, 0x1000_0000L);

        return functions;
    }

    /** Port that no event reaches. */
    private static final class UnusedPort implements MessagePort
    {
        @Override
        public int placeOf(final long address)
        {
            return NOWHERE;
        }

        @Override
        public boolean send(final int place, final int deviceId, final int data)
        {
            throw new IllegalStateException("sent to " + place);
        }

        @Override
        public boolean hasSpi(final int id)
        {
            return true;
        }

        @Override
        public void drive(final int spi, final boolean high)
        {
            throw new IllegalStateException("driven: " + spi);
        }

        @Override
        public boolean isFree(final long base, final long bytes)
        {
            return true;
        }

        @Override
        public void changedUnmasked(final long address)
        {
            throw new IllegalStateException("changed: " + address);
        }
    }
}
