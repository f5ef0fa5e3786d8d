package org.gale.tests.drawn.plain;

import java.util.ArrayList;
import java.util.List;

/**
 * Functions with MSI-X vectors in front of a host, and their monitor: a message leaves, or is held in an eventfd or as
 * a pending bit. Owned by one thread.
 */
public final class PlainFunctions
{
    private final Wire wire;
    private final List<Function> functions = new ArrayList<>();
    private long offered;
    private long notEnabled;
    private long atEventfd;
    private long atMask;
    private long unreachable;
    private long cleared;
    private final List<Pin> pins = new ArrayList<>();

    /** Where messages go. */
    public interface Wire
    {
        /**
         * Takes a message.
         *
         * @return false if nobody is at the address
         */
        boolean message(long address, int device, int data);

        /** Takes the level of the wire of an SPI. */
        void drive(int spi, boolean high);
    }

    /** A level pin behind an eventfd with a resampler: its line, and the SPI that it raises. */
    public static final class Pin
    {
        private final int spi;
        private boolean isHigh;
        private boolean isRaised;
        private boolean isRouted;
        private boolean isSignalled;
        private boolean isTaken;

        private Pin(final int spi)
        {
            this.spi = spi;
        }

        public int spi()
        {
            return spi;
        }

        /** Returns what {@code irqfd state} says. */
        public String text()
        {
            return "OK eventfd=" + Vector.bit(isSignalled) + " route=" + Vector.bit(isRouted) + " line=" +
                Vector.bit(isHigh) + " raised=" + Vector.bit(isRaised);
        }

        private boolean isHeld()
        {
            return isSignalled || isTaken;
        }
    }

    /** A vector: its entry, its pending bit, and the eventfd that carries it. */
    public static final class Vector
    {
        private long address;
        private int data;
        private boolean isMasked = true;
        private boolean isPending;
        private boolean isCarried;
        private boolean isSignalled;
        private boolean isRouted;

        /** Returns what {@code msix state} says. */
        public String text()
        {
            return "OK mask=" + bit(isMasked) + " pending=" + bit(isPending) + " eventfd=" + bit(isSignalled) +
                " route=" + bit(isRouted);
        }

        public long address()
        {
            return address;
        }

        public int data()
        {
            return data;
        }

        /** Returns whether a message is held. */
        public boolean isHeld()
        {
            return isPending || isSignalled;
        }

        /** Takes over what the machine holds. */
        public void adopt(final String state)
        {
            isMasked = state.contains("mask=1");
            isPending = state.contains("pending=1");
            isSignalled = state.contains("eventfd=1");
            isRouted = state.contains("route=1");
        }

        private void reset()
        {
            address = 0;
            data = 0;
            isMasked = true;
        }

        private static char bit(final boolean isSet)
        {
            return isSet ? '1' : '0';
        }
    }

    /** A function: its vectors, its enable and its mask. */
    public static final class Function
    {
        private final int device;
        private final List<Vector> vectors = new ArrayList<>();
        private boolean isEnabled;
        private boolean isMasked;

        private Function(final int device, final int count)
        {
            this.device = device;
            for (int i = 0; i < count; i++)
            {
                vectors.add(new Vector());
            }
        }

        public int device()
        {
            return device;
        }

        public List<Vector> vectors()
        {
            return vectors;
        }

        private boolean isOpen(final Vector vector)
        {
            return isEnabled && !isMasked && !vector.isMasked && (!vector.isCarried || vector.isRouted);
        }
    }

    /** Image of a function. */
    public static final class Image
    {
        private final boolean isEnabled;
        private final boolean isMasked;
        private final List<Vector> vectors = new ArrayList<>();

        private Image(final Function of)
        {
            isEnabled = of.isEnabled;
            isMasked = of.isMasked;
            for (final Vector vector : of.vectors)
            {
                final Vector copy = new Vector();
                copy.address = vector.address;
                copy.data = vector.data;
                copy.isMasked = vector.isMasked;
                copy.isPending = vector.isHeld();
                vectors.add(copy);
            }
        }
    }

    public PlainFunctions(final Wire wire)
    {
        this.wire = wire;
    }

    public List<Function> functions()
    {
        return functions;
    }

    /** Adds a function whose vectors are masked, and MSI-X not enabled. */
    public Function create(final int device, final int count)
    {
        final Function function = new Function(device, count);
        functions.add(function);

        return function;
    }

    /** Has an eventfd without a route carry a vector. */
    public void carry(final Vector vector)
    {
        vector.isCarried = true;
    }

    /** Adds a level pin whose eventfd has no route. */
    public Pin pin(final int spi)
    {
        final Pin pin = new Pin(spi);
        pins.add(pin);

        return pin;
    }

    /** Takes the line of a pin; a rise signals the eventfd. */
    public void line(final Pin pin, final boolean high)
    {
        final boolean isRise = high && !pin.isHigh;
        pin.isHigh = high;
        if (!isRise)
        {
            return;
        }
        offered++;
        if (!pin.isRouted)
        {
            atEventfd += pin.isHeld() ? 1 : 0;
            pin.isSignalled = true;
        }
        else if (pin.isRaised)
        {
            atEventfd++;
        }
        else
        {
            raise(pin);
        }
    }

    /** Makes the route of a pin, which samples its line, or drops it, which lowers the SPI. */
    public void route(final Pin pin, final boolean isRouted)
    {
        final boolean isHeld = pin.isHeld();
        pin.isRouted = isRouted;
        if (!isRouted)
        {
            lower(pin);
            return;
        }
        pin.isSignalled = false;
        pin.isTaken = false;
        if (!pin.isRaised && (isHeld || pin.isHigh))
        {
            offered += isHeld ? 0 : 1;
            raise(pin);
        }
    }

    /** Takes the eventfd of a pin. */
    public void consume(final Pin pin)
    {
        pin.isTaken |= pin.isSignalled;
        pin.isSignalled = false;
    }

    /** Takes the deactivation of an SPI: its pin lowers it, and raises it again while the line is high. */
    public void deactivated(final int spi)
    {
        for (final Pin pin : pins)
        {
            if (pin.spi == spi && pin.isRaised)
            {
                lower(pin);
                if (pin.isHigh)
                {
                    offered++;
                    raise(pin);
                }
            }
        }
    }

    private void raise(final Pin pin)
    {
        pin.isRaised = true;
        offered--;                                                              // the host counts it
        wire.drive(pin.spi, true);
    }

    private void lower(final Pin pin)
    {
        if (pin.isRaised)
        {
            pin.isRaised = false;
            wire.drive(pin.spi, false);
        }
    }

    /** Takes an event of a vector, of the device or at its eventfd. */
    public void trigger(final Function function, final int number)
    {
        final Vector vector = function.vectors.get(number);
        offered++;
        if (!function.isEnabled)
        {
            notEnabled++;
        }
        else if (function.isOpen(vector))
        {
            send(function, vector);
        }
        else if (vector.isCarried)
        {
            atEventfd += vector.isSignalled ? 1 : 0;
            vector.isSignalled = true;
        }
        else
        {
            atMask += vector.isPending ? 1 : 0;
            vector.isPending = true;
        }
    }

    /** Takes the eventfd of a vector, whose event becomes the pending bit. */
    public void consume(final Vector vector)
    {
        if (vector.isSignalled)
        {
            atMask += vector.isPending ? 1 : 0;
            vector.isSignalled = false;
            vector.isPending = true;
        }
    }

    public void route(final Function function, final Vector vector, final boolean isRouted)
    {
        vector.isRouted = isRouted;
        release(function, vector);
    }

    public void mask(final Function function, final int vector, final boolean isMasked)
    {
        function.vectors.get(vector).isMasked = isMasked;
        release(function, function.vectors.get(vector));
    }

    /** Writes the message of a vector. */
    public void message(final Function function, final int vector, final long address, final int data)
    {
        function.vectors.get(vector).address = address;
        function.vectors.get(vector).data = data;
    }

    public void control(final Function function, final boolean isEnabled, final boolean isMasked)
    {
        function.isEnabled = isEnabled;
        function.isMasked = isMasked;
        function.vectors.forEach(vector -> release(function, vector));
    }

    /** Clears what is held. */
    public void clear(final Function function)
    {
        for (final Vector vector : function.vectors)
        {
            cleared += (vector.isPending ? 1 : 0) + (vector.isSignalled ? 1 : 0);
            vector.isPending = false;
            vector.isSignalled = false;
        }
    }

    /** Resets a function: its table and what is held go, its eventfds stay. */
    public void reset(final Function function)
    {
        clear(function);
        function.vectors.forEach(Vector::reset);
        function.isEnabled = false;
        function.isMasked = false;
    }

    public Image save(final Function function)
    {
        return new Image(function);
    }

    /** Restores an image; what only the image holds is offered, what it does not hold is withdrawn. */
    public void restore(final Function function, final Image image)
    {
        for (int i = 0; i < function.vectors.size(); i++)
        {
            final Vector vector = function.vectors.get(i);
            final Vector of = image.vectors.get(i);
            final int held = (vector.isPending ? 1 : 0) + (vector.isSignalled ? 1 : 0);
            if (of.isPending)
            {
                offered += held == 0 ? 1 : 0;
                atMask += held > 1 ? 1 : 0;
            }
            else
            {
                cleared += held;
            }
            vector.address = of.address;
            vector.data = of.data;
            vector.isMasked = of.isMasked;
            vector.isPending = of.isPending;
            vector.isSignalled = false;
        }
        control(function, image.isEnabled, image.isMasked);
    }

    /** Returns how many messages are held, in eventfds and pending bits. */
    public long held()
    {
        return functions.stream().flatMap(function -> function.vectors.stream())
            .mapToLong(vector -> (vector.isPending ? 1 : 0) + (vector.isSignalled ? 1 : 0)).sum() +
            pins.stream().filter(Pin::isHeld).count();
    }

    /**
     * Returns the account, as {@code stats} writes it.
     *
     * @param behind  of the host, which has counted what was sent
     * @param pending interrupts that owe an acknowledge
     */
    public String text(final PlainAccount behind, final long pending)
    {
        return "\"offered\":" + (offered + behind.offered) + ",\"delivered\":" + behind.delivered + ",\"pending\":" +
            pending + ",\"held\":" + held() + ",\"not-enabled\":" + notEnabled + ",\"unreachable\":" +
            (unreachable + behind.unreachableCount()) + ",\"withdrawn-cleared\":" + (cleared + behind.cleared) +
            ",\"eventfd\":" + atEventfd + ",\"mask\":" + atMask + ",\"entry\":" + behind.coalesced;
    }

    private void release(final Function function, final Vector vector)
    {
        if (vector.isHeld() && function.isOpen(vector))
        {
            atMask += vector.isPending && vector.isSignalled ? 1 : 0;
            vector.isPending = false;
            vector.isSignalled = false;
            send(function, vector);
        }
    }

    private void send(final Function function, final Vector vector)
    {
        if (wire.message(vector.address, function.device, vector.data))
        {
            offered--;                                                          // the host counts it
        }
        else
        {
            unreachable++;
        }
    }
}
