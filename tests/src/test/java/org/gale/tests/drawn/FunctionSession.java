package org.gale.tests.drawn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

import org.gale.tests.drawn.plain.PlainAccount;
import org.gale.tests.drawn.plain.PlainFunctions;

/**
 * Drawn session of functions: vectors are masked, given messages, triggered, saved and restored, and their eventfds
 * routed and consumed, on a GICv5 or a GICv4 host whose PEs acknowledge. Owned by one thread.
 */
final class FunctionSession
{
    private static final int ACTIONS = 140;
    private static final int FUNCTIONS = 2;
    private static final int VECTORS_LIMIT = 5;
    private static final long BAR = 0x1000_0000L;
    private static final int BAR_BYTES = 0x1_0000;
    private static final int DATA_LIMIT = 8;
    /** Number of the eventfd of the first pin. */
    private static final int PINS = 100;
    private static final int INTERVAL = 2;

    private final SplittableRandom random;
    private final TextSession session;
    private final Findings findings;
    private final PlainFunctions model;
    private final FunctionHost host;
    private final List<String> names = new ArrayList<>();
    private final List<PlainFunctions.Pin> pins = new ArrayList<>();
    private final List<PlainFunctions.Image> images = new ArrayList<>();
    private int eventfds;

    /** Host behind the functions of a session. */
    interface FunctionHost extends PlainFunctions.Wire
    {
        /** Brings the host up, with an interrupt for most events of each function. */
        void begin(List<Integer> devices, int events);

        /** Returns an address for messages, in most cases one that reaches the host. */
        long anyAddress();

        /** Returns whether the interrupt of a message is pending, as the last check found it. */
        boolean isPending(long address, int device, int data);

        /** Returns the SPIs that may be level pins. */
        int[] pins();

        /** Says who learns of each SPI that is deactivated. */
        void onDeactivation(IntConsumer listener);

        /** Waits until the messages sent have arrived. */
        void settle();

        /** Lets a PE acknowledge, end or configure. */
        void act();

        /** Compares interrupts with the model. */
        void check();

        /** Has all interrupts taken. */
        void drain();

        PlainAccount account();

        long owed();
    }

    private FunctionSession(final long seed, final TextSession session)
    {
        this.session = session;
        random = new SplittableRandom(seed);
        findings = new Findings(session);
        host = random.nextBoolean() ? new Gicv5FunctionHost(session, random, findings) :
            new V4FunctionHost(session, random, findings);
        model = new PlainFunctions(host);
        host.onDeactivation(model::deactivated);
    }

    /**
     * Runs a session.
     *
     * @param session without a machine
     * @return what it found
     */
    static Findings run(final long seed, final TextSession session)
    {
        final FunctionSession drawn = new FunctionSession(seed, session);
        try
        {
            drawn.begin();
            for (int action = 0; action < ACTIONS; action++)
            {
                drawn.act();
                if (action % INTERVAL == 0)
                {
                    drawn.check();
                }
            }
            drawn.end();
        }
        catch (final RuntimeException | AssertionError ex)
        {
            drawn.findings.error(ex);
        }

        return drawn.findings;
    }

    private void begin()
    {
        final List<Integer> devices = List.of(1, 5);
        host.begin(devices, DATA_LIMIT);
        final int vectors = 1 + random.nextInt(VECTORS_LIMIT);
        for (int i = 0; i < FUNCTIONS; i++)
        {
            final PlainFunctions.Function function = model.create(devices.get(i), vectors);
            session.all("msix create " + function.device() + " vectors=" + vectors + " bar=" + bar(function));
            for (int vector = 0; vector < vectors; vector++)
            {
                message(function, vector);
                if (random.nextBoolean())
                {
                    session.all("irqfd add " + eventfds + ' ' + function.device() + ' ' + vector);
                    model.carry(function.vectors().get(vector));
                    names.add(i + " " + vector);
                    eventfds++;
                }
            }
            control(function);
        }
        for (final int spi : host.pins())
        {
            session.all("irqfd add " + (PINS + pins.size()) + " spi " + spi);
            pins.add(model.pin(spi));
        }
    }

    private void act()
    {
        final PlainFunctions.Function function = model.functions().get(random.nextInt(FUNCTIONS));
        final int vector = random.nextInt(function.vectors().size());
        final int pick = random.nextInt(40);
        if (pick < 13)
        {
            session.all("msix trigger " + function.device() + ' ' + vector);
            model.trigger(function, vector);
        }
        else if (pick < 18)
        {
            final boolean isMasked = random.nextInt(3) == 0;
            session.all("writel " + (bar(function) + 16L * vector + 12) + ' ' + (isMasked ? 1 : 0));
            model.mask(function, vector, isMasked);
        }
        else if (pick < 20)
        {
            message(function, vector);
        }
        else if (pick < 22)
        {
            control(function);
        }
        else if (pick < 28 && eventfds != 0)
        {
            eventfd(random.nextInt(eventfds));
        }
        else if (pick < 31 && !pins.isEmpty())
        {
            pin(random.nextInt(pins.size()));
        }
        else if (pick < 32)
        {
            rare(function);
        }
        else
        {
            host.act();
        }
        host.settle();
    }

    private void message(final PlainFunctions.Function function, final int vector)
    {
        final long address = host.anyAddress();
        final int data = random.nextInt(DATA_LIMIT);
        final long entry = bar(function) + 16L * vector;
        session.all("writeq " + entry + ' ' + address, "writel " + (entry + 8) + ' ' + data);
        model.message(function, vector, address, data);
    }

    private void control(final PlainFunctions.Function function)
    {
        final boolean isEnabled = random.nextInt(8) != 0;
        final boolean isMasked = random.nextInt(4) == 0;
        session.all("msix control " + function.device() + " enable=" + (isEnabled ? 1 : 0) + " mask=" +
            (isMasked ? 1 : 0));
        model.control(function, isEnabled, isMasked);
    }

    private void eventfd(final int number)
    {
        final String[] name = names.get(number).split(" ", -1);
        final PlainFunctions.Function function = model.functions().get(Integer.parseInt(name[0]));
        final int index = Integer.parseInt(name[1]);
        final PlainFunctions.Vector vector = function.vectors().get(index);
        switch (random.nextInt(8))
        {
            case 0 ->
            {
                session.all("irqfd drop " + number);
                model.route(function, vector, false);
            }
            case 1, 2, 3 ->
            {
                session.all("irqfd route " + number);
                model.route(function, vector, true);
            }
            case 4, 5 ->
            {
                session.all("irqfd consume " + number);
                model.consume(vector);
            }
            default ->
            {
                session.all("irqfd signal " + number);
                model.trigger(function, index);
            }
        }
    }

    private void pin(final int index)
    {
        final PlainFunctions.Pin pin = pins.get(index);
        final int number = PINS + index;
        switch (random.nextInt(8))
        {
            case 0 ->
            {
                session.all("irqfd drop " + number);
                model.route(pin, false);
            }
            case 1, 2 ->
            {
                session.all("irqfd route " + number);
                model.route(pin, true);
            }
            case 3 ->
            {
                session.all("irqfd consume " + number);
                model.consume(pin);
            }
            default ->
            {
                final boolean high = random.nextBoolean();
                session.all("irqfd signal " + number + ' ' + (high ? 1 : 0));
                model.line(pin, high);
            }
        }
    }

    /** Resets or clears a function, or saves it and restores an image into any. */
    private void rare(final PlainFunctions.Function function)
    {
        switch (random.nextInt(6))
        {
            case 0 ->
            {
                session.all("msix reset " + function.device());
                model.reset(function);
                for (int vector = 0; vector < function.vectors().size(); vector++)
                {
                    message(function, vector);
                }
                control(function);
            }
            case 1 ->
            {
                session.all("msix clear " + function.device());
                model.clear(function);
            }
            case 2, 3 ->
            {
                session.all("msix save " + function.device() + " @" + images.size());
                images.add(model.save(function));
            }
            default ->
            {
                if (!images.isEmpty())
                {
                    final int image = random.nextInt(images.size());
                    session.all("msix restore " + function.device() + " @" + image);
                    model.restore(function, images.get(image));
                }
            }
        }
    }

    private void check()
    {
        final int lost = findings.lostCount();
        final int invented = findings.inventedCount();
        host.check();
        for (final PlainFunctions.Function function : model.functions())
        {
            for (int vector = 0; vector < function.vectors().size(); vector++)
            {
                compare(function, vector, lost, invented);
            }
        }
        for (int index = 0; index < pins.size(); index++)
        {
            findings.compare("pin " + index, pins.get(index).text(), session.ask("irqfd state " + (PINS + index)));
        }
    }

    /**
     * Compares a vector. What left too early, or has not left, is in the machine, and not lost.
     *
     * @param lost     messages before this check, after which interrupts were compared
     * @param invented interrupts before this check
     */
    private void compare(
        final PlainFunctions.Function function, final int number, final int lost, final int invented)
    {
        final PlainFunctions.Vector vector = function.vectors().get(number);
        final String state = session.ask("msix state " + function.device() + ' ' + number);
        if (state.equals(vector.text()))
        {
            return;
        }
        final String name = "vector " + number + " of function " + function.device() + ": " + state;
        final boolean isHeld = state.contains("pending=1") || state.contains("eventfd=1");
        if (vector.isHeld() && !isHeld)
        {
            findings.lost(name);
            if (host.isPending(vector.address(), function.device(), vector.data()))
            {
                findings.foundLost();
                if (findings.inventedCount() > invented)
                {
                    findings.foundInvented();
                }
            }
        }
        else if (!vector.isHeld() && isHeld)
        {
            findings.invented(name);
            if (findings.lostCount() > lost)
            {
                findings.foundLost();
                findings.foundInvented();
            }
        }
        else
        {
            findings.differs(name + " instead of " + vector.text());
        }
        vector.adopt(state);
    }

    /** Lets go what is held, has it all taken, and compares the accounts. */
    private void end()
    {
        for (int number = 0; number < eventfds; number++)
        {
            final String[] name = names.get(number).split(" ", -1);
            final PlainFunctions.Function function = model.functions().get(Integer.parseInt(name[0]));
            session.all("irqfd route " + number);
            model.route(function, function.vectors().get(Integer.parseInt(name[1])), true);
        }
        host.settle();
        check();
        host.drain();
        check();
        final String stats = session.ask("stats");
        final StringBuilder text = new StringBuilder();
        for (final String name : List.of("offered", "delivered", "pending", "held", "not-enabled", "unreachable",
            "withdrawn-cleared", "eventfd", "mask", "entry"))
        {
            text.append(text.length() == 0 ? "\"" : ",\"").append(name).append("\":")
                .append(TextSession.figure(stats, name));
        }
        findings.compare("accounts", model.text(host.account(), host.owed()), text.toString());
    }

    private static long bar(final PlainFunctions.Function function)
    {
        return BAR + (long)function.device() * BAR_BYTES;
    }
}
