package org.gale.tests.drawn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.tests.drawn.plain.PlainHost;
import org.gale.tests.drawn.plain.PlainInterrupt;
import org.gale.tests.drawn.plain.PlainPe;

/**
 * Drawn session of a GICv5 host: one or two IRSs and ITSs, two PEs, LPIs, SPIs, PPIs, a bridge. Devices send, the driver
 * maps and invalidates, PEs acknowledge. What the machine acknowledges the model takes over, so that one fault is not
 * found twice. Owned by one thread.
 */
final class Gicv5Session
{
    private static final int ACTIONS = 110;
    private static final int PES = 2;
    private static final int SPI_COUNT = 256;
    private static final int[] LPIS = {0, 1, 7, 31, 32, 63, 64, 1023, 1024, 2047, 9999, 16_383};
    private static final int[] SPIS = {0, 63, 64, 127, 128, 255};
    private static final int[] PPIS = {27, 64, 95};
    private static final int EDGE_PPI = 3;
    private static final int LEVEL_WIRE = 5;
    private static final int EDGE_WIRE = 6;
    private static final int WIRES = 1 << LEVEL_WIRE | 1 << EDGE_WIRE;
    private static final int IWB_SLOT = 7;
    private static final int PRIORITIES = 32;
    private static final int SPI_INTERVAL = 8;
    private static final int STORES = 6;
    /** Level 1 entry that overlaps the next one. */
    private static final int OVERLAP = 4;
    private static final Pattern FIRST_EXCUSED = Pattern.compile("\"first_excused\":\"LPI ([0-9]+)");
    private static final int HWU = 3 << 9;
    private static final String[] CACHES = {"", " its.cache=1", " its.cache=eager", " its.cache=eager-valid"};

    private final SplittableRandom random;
    private final TextSession session;
    private final Findings findings;
    private final PlainHost host;
    private final Gicv5Driver driver;
    private final List<Device> devices = new ArrayList<>();
    private final boolean[] isIrsEnabled;
    private final boolean[] isWireHigh = new boolean[EDGE_WIRE + 1];
    private final boolean[] isSpiHigh = new boolean[SPI_COUNT];
    private final int itss;
    private final boolean isStoring;
    private final boolean isOverlapping;
    private int enabledWires = WIRES;

    /** A device behind an ITS. */
    private record Device(int its, int slot, int device, int eventBits, boolean isTwoLevel, int[] events)
    {
    }

    private Gicv5Session(final long seed, final TextSession session)
    {
        this.session = session;
        findings = new Findings(session);
        random = new SplittableRandom(seed);
        final boolean isBoard = random.nextBoolean();
        final boolean isOrdered = random.nextInt(4) == 0;
        isStoring = random.nextInt(STORES) == 0;
        itss = isBoard ? 2 : 1;
        isIrsEnabled = new boolean[itss];
        host = new PlainHost(PES, itss, SPI_COUNT);
        session.all("machine pes=" + PES + " ram=0x40000000:0x1000000" + (isBoard ? " irss=2 itss=2" : "") +
            CACHES[random.nextInt(CACHES.length)] + (isOrdered ? " ops.delay=8 ops.order=1" : ""));
        driver = new Gicv5Driver(session, random, isOrdered);
        isOverlapping = !isStoring && driver.isTwoLevelIst() && random.nextInt(STORES) == 0;
    }

    /**
     * Runs a session.
     *
     * @param session without a machine
     * @return what it found
     */
    static Findings run(final long seed, final TextSession session)
    {
        final Gicv5Session drawn = new Gicv5Session(seed, session);
        try
        {
            drawn.begin();
            for (int action = 0; action < ACTIONS; action++)
            {
                drawn.act();
                drawn.check(action % SPI_INTERVAL == 0);
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
        for (int irs = 0; irs < itss; irs++)
        {
            enableIrs(irs, true);
        }
        driver.makeIst(LPIS);
        if (isOverlapping)
        {
            driver.overlap(OVERLAP);
        }
        for (int pe = 0; pe < PES; pe++)
        {
            startPe(pe);
        }
        for (int its = 0; its < itss; its++)
        {
            driver.enableIts(its);
            final int[] ids = driver.isTwoLevelDt() ? new int[]{1, 511, 512, 4000} : new int[]{1, 5, 128, 255};
            for (int i = 0; i < ids.length - 1; i++)
            {
                final boolean isTwoLevel = random.nextBoolean();
                final int bits = isTwoLevel ? 10 : 2 + random.nextInt(4);
                final int last = (1 << bits) - 1;
                devices.add(new Device(its, i, ids[i + random.nextInt(2)], bits, isTwoLevel,
                    isTwoLevel ? new int[]{0, 511, 512, last} : new int[]{0, 1, last - 1, last}));
            }
        }
        for (final int lpi : LPIS)
        {
            configure(PlainHost.LPI | lpi);
        }
        for (final int spi : SPIS)
        {
            configure(PlainHost.SPI | spi);
        }
        bringUpDevices();
    }

    private void startPe(final int pe)
    {
        long low = 1L << EDGE_PPI;
        long high = 0;
        for (final int ppi : PPIS)
        {
            low |= ppi < Long.SIZE ? 1L << ppi : 0;
            high |= ppi < Long.SIZE ? 0 : 1L << ppi - Long.SIZE;
        }
        driver.startPe(pe, low, high);
        host.pe(pe).mask(PRIORITIES - 1);
        addPpi(pe, EDGE_PPI, false);
        for (final int ppi : PPIS)
        {
            addPpi(pe, ppi, true);
        }
    }

    private void addPpi(final int pe, final int ppi, final boolean isLevel)
    {
        final int priority = random.nextInt(PRIORITIES);
        driver.prioritisePpi(pe, ppi, priority);
        host.pe(pe).add(ppi, isLevel, priority);
    }

    /** Makes each device known once: where two have drawn the same DeviceID, the second one goes. */
    private void bringUpDevices()
    {
        final List<Long> known = new ArrayList<>();
        devices.removeIf(device ->
        {
            final long key = (long)device.its << 32 | device.device;
            final boolean isKnown = known.contains(key);
            known.add(key);
            return isKnown;
        });
        devices.add(new Device(0, IWB_SLOT, Gicv5Driver.IWB_DEVICE, 6, false, new int[]{LEVEL_WIRE, EDGE_WIRE}));
        for (final Device device : devices)
        {
            driver.device(device.its, device.slot, device.device, device.eventBits, device.isTwoLevel, true);
            for (final int event : device.events)
            {
                map(device, event, random.nextInt(4) == 0 ? -1 : anyLpi());
            }
        }
        driver.enableIwb(1 << LEVEL_WIRE);
        driver.enableWires(WIRES);
        host.bridgeLevel(0, Gicv5Driver.IWB_DEVICE, LEVEL_WIRE, false);         // B-IWB-3
    }

    private void configure(final int intid)
    {
        host.add(intid);
        prioritise(intid);
        direct(intid);
        enable(intid, true);
    }

    private void act()
    {
        final int pe = random.nextInt(PES);
        final int intid = anyIntid();
        final int pick = random.nextInt(40);
        if (pick < 10)
        {
            send();
        }
        else if (pick < 18)
        {
            acknowledge(pe);
        }
        else if (pick < 20)
        {
            end(pe);
        }
        else if (pick < 23)
        {
            wires(pe);
        }
        else if (pick < 26)
        {
            final Device device = devices.get(random.nextInt(devices.size()));
            final int event = device.events[random.nextInt(device.events.length)];
            map(device, event, random.nextInt(4) == 0 ? -1 : anyLpi());
        }
        else if (isOverlapping && pick < 28)
        {
            overlap(pe);
        }
        else if (isStoring && pick < 28)
        {
            store(host.interrupt(PlainHost.LPI | anyLpi()));
        }
        else
        {
            configureAgain(pe, intid, pick);
        }
    }

    private void configureAgain(final int pe, final int intid, final int pick)
    {
        switch (pick)
        {
            case 26, 27, 28 -> enable(intid, random.nextInt(4) != 0);
            case 29, 30 -> prioritise(intid);
            case 31, 32 -> direct(intid);
            case 33, 34 -> pend(pe, intid, random.nextInt(3) != 0);
            case 35 -> handle(pe, intid, random.nextBoolean());
            case 36 -> mask(pe, random.nextInt(3) == 0 ? random.nextInt(PRIORITIES) : PRIORITIES - 1);
            case 37 -> enableIrs(random.nextInt(itss), random.nextInt(4) != 0);
            case 38 -> table();
            default ->
            {
                final Device device = devices.get(random.nextInt(devices.size()));
                if (random.nextBoolean())
                {
                    device(device);
                }
                else
                {
                    restart(device);
                }
            }
        }
    }

    /** Sends messages, some of which reach nothing. */
    private void send()
    {
        final int its = random.nextInt(itss);
        for (int left = 1 + random.nextInt(3); left > 0; left--)
        {
            final Device device = devices.get(random.nextInt(devices.size()));
            final int event = device.events[random.nextInt(device.events.length)];
            switch (random.nextInt(10))
            {
                case 0 -> message(device.its, device.device, 1 << device.eventBits);
                case 1 -> message(its, 1 << 13, event);
                case 2 -> message(its, device.device, event);
                case 3 ->
                {
                    driver.generate(device.its, device.device, event);
                    host.message(device.its, device.device, event);
                    driver.settle(device.its);
                }
                case 4 ->
                {
                    final int lpi = anyLpi();
                    driver.setLpi(random.nextInt(itss), lpi);
                    if (host.isTableValid())
                    {
                        host.interrupt(PlainHost.LPI | lpi).edge();
                    }
                }
                default -> message(device.its, device.device, event);
            }
        }
        for (int each = 0; each < itss; each++)
        {
            driver.settle(each);
        }
    }

    private void message(final int its, final int device, final int event)
    {
        session.all("msi " + its + ' ' + device + ' ' + event);
        host.message(its, device, event);
    }

    private void wires(final int pe)
    {
        final boolean high = random.nextBoolean();
        final int spi = SPIS[random.nextInt(SPIS.length)];
        switch (random.nextInt(8))
        {
            case 0 -> ppi(pe, PPIS[random.nextInt(PPIS.length)], high);
            case 1 -> edgePpi(pe, high);
            case 2 -> bridge(LEVEL_WIRE, high);
            case 3 -> bridge(EDGE_WIRE, high);
            case 4 ->
            {
                driver.trigger(host.irsOf(spi), spi, high);
                host.trigger(spi, high);
            }
            case 5 -> enableWires(random.nextInt(4) == 0 ? 0 : WIRES);
            case 6 ->
            {
                driver.resample(host.irsOf(spi), spi);
                host.sample(spi);
            }
            default ->
            {
                session.all("spi " + spi + ' ' + (high ? 1 : 0));
                isSpiHigh[spi] = high;
                host.drive(spi, high);
            }
        }
    }

    private void ppi(final int pe, final int ppi, final boolean high)
    {
        session.all("ppi " + pe + ' ' + ppi + ' ' + (high ? 1 : 0));
        host.pe(pe).drive(ppi, high);
    }

    private void edgePpi(final int pe, final boolean pending)
    {
        session.all("sysw " + pe + " el1 ICC_PPI_" + (pending ? 'S' : 'C') + "PENDR0_EL1 " + (1 << EDGE_PPI));
        host.pe(pe).drive(EDGE_PPI, pending);
    }

    private void bridge(final int wire, final boolean high)
    {
        session.all("wire 0 " + wire + ' ' + (high ? 1 : 0));
        if (isWireHigh[wire] != high && (enabledWires >>> wire & 1) != 0)
        {
            if (wire == LEVEL_WIRE)
            {
                host.bridgeLevel(0, Gicv5Driver.IWB_DEVICE, wire, high);
            }
            else if (high)
            {
                host.message(0, Gicv5Driver.IWB_DEVICE, wire);
            }
        }
        isWireHigh[wire] = high;
        driver.settle(0);
    }

    private void enableWires(final int wires)
    {
        driver.enableWires(wires);
        if (wires != enabledWires)                                              // B-IWB-3, B-IWB-4
        {
            host.bridgeLevel(0, Gicv5Driver.IWB_DEVICE, LEVEL_WIRE, wires != 0 && isWireHigh[LEVEL_WIRE]);
        }
        enabledWires = wires;
    }

    private void enable(final int intid, final boolean enabled)
    {
        driver.instruction(random.nextInt(PES), enabled ? "CDEN" : "CDDIS", intid, 0);
        if (host.isReachable(intid))
        {
            host.interrupt(intid).enable(enabled);
        }
    }

    private void prioritise(final int intid)
    {
        final int priority = random.nextInt(PRIORITIES);
        driver.instruction(random.nextInt(PES), "CDPRI", intid, (long)priority << 35);
        if (host.isReachable(intid))
        {
            host.interrupt(intid).prioritise(priority);
        }
    }

    private void direct(final int intid)
    {
        final int target = random.nextInt(8) == 0 ? PES + random.nextInt(9) : random.nextInt(PES);
        driver.instruction(random.nextInt(PES), "CDAFF", intid, (long)target << 32);
        if (host.isReachable(intid))
        {
            host.interrupt(intid).direct(target);
        }
    }

    private void pend(final int pe, final int intid, final boolean pending)
    {
        driver.instruction(pe, "CDPEND", intid, pending ? 1L << 32 : 0);
        if (host.isReachable(intid))
        {
            host.interrupt(intid).pend(pending);
        }
    }

    private void handle(final int pe, final int intid, final boolean level)
    {
        driver.instruction(pe, "CDHM", intid, level ? 1L << 32 : 0);
        if (host.isReachable(intid))
        {
            host.interrupt(intid).handle(level);
        }
    }

    private void mask(final int pe, final int mask)
    {
        session.all("sysw " + pe + " el1 ICC_PCR_EL1 " + mask);
        host.pe(pe).mask(mask);
    }

    private void enableIrs(final int irs, final boolean enabled)
    {
        driver.enableIrs(irs, enabled);
        isIrsEnabled[irs] = enabled;
        host.enableIrs(irs, enabled);
    }

    private void table()
    {
        final boolean valid = !host.isTableValid();
        driver.validateIst(valid);
        host.validateTable(valid);
    }

    /** Takes a device back, which forgets its translations, or makes it known again with what its table holds. */
    private void device(final Device device)
    {
        driver.device(device.its, device.slot, device.device, device.eventBits, device.isTwoLevel, false);
        for (final int event : device.events)
        {
            host.translate(device.its, device.device, event, -1);
        }
        message(device.its, device.device, device.events[0]);
        driver.settle(device.its);
        driver.device(device.its, device.slot, device.device, device.eventBits, device.isTwoLevel, true);
        for (final int event : device.events)
        {
            map(device, event, random.nextInt(3) == 0 ? -1 : anyLpi());
        }
    }

    /** Disables an ITS, which drops messages and forgets what it kept (B-ITS-2), changes an event and enables it. */
    private void restart(final Device device)
    {
        final int event = device.events[random.nextInt(device.events.length)];
        final int lpi = anyLpi();
        for (int each = 0; each < itss; each++)
        {
            driver.settle(each);
        }
        driver.enableIts(device.its, false);
        session.all("msi " + device.its + ' ' + device.device + ' ' + event);
        host.account().untranslated();
        driver.mapWhileDisabled(device.its, device.slot, event, device.isTwoLevel, lpi);
        driver.enableIts(device.its, true);
        host.translate(device.its, device.device, event, lpi);
        message(device.its, device.device, event);
        driver.settle(device.its);
    }

    private void map(final Device device, final int event, final int lpi)
    {
        driver.map(device.its, device.slot, device.device, event, device.isTwoLevel, lpi);
        host.translate(device.its, device.device, event, lpi);
    }

    /** Stores into an entry of a table that is valid (B-IST-5). */
    private void store(final PlainInterrupt lpi)
    {
        if (host.isTableValid())
        {
            final int word = lpi.word() ^ 1 << random.nextInt(4) ^ random.nextInt(2);
            session.all("writel " + driver.entry(lpi.intid() & 0xff_ffff) + ' ' + Integer.toUnsignedString(word));
            lpi.store(word);
        }
    }

    /** Makes an LPI pending or not whose table overlaps another one. It is not enabled, and the model knows nothing of it. */
    private void overlap(final int pe)
    {
        final int lpi = (OVERLAP + random.nextInt(2) << Gicv5Driver.L2_BITS) + random.nextInt(2);
        driver.instruction(pe, "CDPEND", PlainHost.LPI | lpi, random.nextInt(3) == 0 ? 0 : 1L << 32);
    }

    private void acknowledge(final int pe)
    {
        final int best = host.best(pe);
        final long answer = session.value("insn " + pe + " el1 CDIA");
        final int taken = (answer >>> 32 & 1) == 0 ? 0 : (int)answer;
        findings.compare("acknowledge of PE " + pe, Integer.toHexString(best), Integer.toHexString(taken));
        if (taken != 0)
        {
            take(pe, taken);
        }
        if (random.nextInt(3) != 0)
        {
            end(pe);
        }
    }

    /** Takes over what the machine has acknowledged. */
    private void take(final int pe, final int taken)
    {
        final PlainInterrupt interrupt = host.interrupt(taken);
        final String name = "0x" + Integer.toHexString(taken);
        if (host.pe(pe).has(taken))
        {
            if (!host.pe(pe).isPending(taken & 0xff))
            {
                findings.ppi(name + " was acknowledged by PE " + pe);
            }
            host.acknowledge(pe, taken);
        }
        else if (interrupt == null)
        {
            findings.invented(name + " was acknowledged, which the host does not use");
        }
        else
        {
            if (!interrupt.isPending() && !interrupt.isStored())
            {
                findings.invented(name + " was acknowledged and not pending");
            }
            host.acknowledge(pe, taken);
        }
    }

    private void end(final int pe)
    {
        final int intid = host.pe(pe).drop();
        if (intid != 0)
        {
            session.all("insn " + pe + " el1 CDEOI");
            driver.instruction(random.nextInt(4) == 0 && !host.pe(pe).has(intid) ? PES - 1 - pe : pe, "CDDI", intid, 0);
            if (host.pe(pe).has(intid))
            {
                host.pe(pe).deactivate(intid);
            }
            else if (host.isReachable(intid))
            {
                host.interrupt(intid).deactivate();
            }
        }
    }

    /** Compares the entries of LPIs in RAM and the signals with the model, and SPIs and PPIs now and then. */
    private void check(final boolean all)
    {
        for (final PlainInterrupt lpi : host.lpis())
        {
            final long entry = driver.entry(lpi.intid() & 0xff_ffff);
            compare(lpi, (int)session.value("readl " + entry) & ~HWU);
        }
        if (all)
        {
            for (final PlainInterrupt spi : host.spis())
            {
                compare(spi, (int)driver.describe(0, spi.intid()));
            }
        }
        for (int pe = 0; pe < PES; pe++)
        {
            checkPpis(pe);
            findings.compare("signal of PE " + pe, host.best(pe) == 0 ? "OK irq=0" : "OK irq=1",
                session.ask("signal " + pe).substring(0, "OK irq=0".length()));
        }
    }

    private void compare(final PlainInterrupt interrupt, final int word)
    {
        if (interrupt.word() != word)
        {
            findings.entry(interrupt, word);
        }
    }

    private void checkPpis(final int pe)
    {
        final long[] banks = {session.value("sysr " + pe + " el1 ICC_PPI_SPENDR0_EL1"),
            session.value("sysr " + pe + " el1 ICC_PPI_SPENDR1_EL1")};
        checkPpi(pe, EDGE_PPI, banks);
        for (final int ppi : PPIS)
        {
            checkPpi(pe, ppi, banks);
        }
    }

    private void checkPpi(final int pe, final int ppi, final long[] banks)
    {
        final boolean isPending = (banks[ppi >>> 6] >>> ppi & 1) != 0;
        if (isPending != host.pe(pe).isPending(ppi))
        {
            findings.ppi("PPI " + ppi + " of PE " + pe + (isPending ? " is pending" : " is not pending"));
            host.pe(pe).drive(ppi, isPending);
        }
    }

    /** Opens all that was closed, has both PEs take what is there, and compares the accounts. */
    private void end()
    {
        for (int irs = 0; irs < itss; irs++)
        {
            enableIrs(irs, true);
        }
        for (int pe = 0; pe < PES; pe++)
        {
            mask(pe, PRIORITIES - 1);
            for (int i = 0; i < PRIORITIES; i++)
            {
                end(pe);
            }
            for (int i = 0; i < LPIS.length + SPIS.length && host.best(pe) != 0; i++)
            {
                acknowledge(pe);
                end(pe);
            }
        }
        check(true);
        final String stats = session.ask("stats");
        if (isOverlapping)
        {
            overlaps(stats);
        }
        else
        {
            accounts(stats);
            findings.compare("excused", host.lpis().stream().filter(PlainInterrupt::isStored).count(),
                TextSession.figure(stats, "excused"));
        }
    }

    /** Compares what is excused: interrupts of the tables that overlap, and nothing else. */
    private void overlaps(final String stats)
    {
        final Matcher first = FIRST_EXCUSED.matcher(stats);
        final boolean isExcused = first.find();
        findings.compare("excused", true, isExcused);
        if (isExcused)
        {
            final int lpi = Integer.parseInt(first.group(1));
            findings.compare("first excused: " + first.group(), true, lpi >>> Gicv5Driver.L2_BITS + 1 == OVERLAP >>> 1);
        }
    }

    private void accounts(final String stats)
    {
        final StringBuilder text = new StringBuilder();
        for (final String name : List.of("offered", "delivered", "coalesced", "pending", "untranslated", "unreachable",
            "withdrawn-cleared", "withdrawn-unmapped", "redelivered"))
        {
            text.append(text.length() == 0 ? "\"" : ",\"").append(name).append("\":")
                .append(TextSession.figure(stats, name));
        }
        findings.compare("accounts", host.account().text(host.owed()), text.toString());
    }

    private int anyLpi()
    {
        return LPIS[random.nextInt(LPIS.length)];
    }

    private int anyIntid()
    {
        return random.nextInt(3) == 0 ? PlainHost.SPI | SPIS[random.nextInt(SPIS.length)] : PlainHost.LPI | anyLpi();
    }
}
