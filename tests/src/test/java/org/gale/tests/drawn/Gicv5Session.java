package org.gale.tests.drawn;

import java.util.SplittableRandom;

import org.gale.tests.drawn.plain.PlainHost;
import org.gale.tests.drawn.plain.PlainInterrupt;

/**
 * Drawn session of a GICv5 host: one or two IRSs and ITSs, two PEs, LPIs, SPIs, PPIs, a bridge. Devices send, the
 * driver maps and invalidates, PEs acknowledge. What the machine acknowledges the model takes over, so that one fault
 * is not found twice. Owned by one thread.
 */
final class Gicv5Session
{
    private static final int ACTIONS = 110;
    private static final int PES = 2;
    private static final int SPI_COUNT = 256;
    private static final int[] LPIS = {0, 1, 7, 31, 32, 63, 64, 1023, 1024, 2047, 9999, 16_383};
    private static final int[] SPIS = {0, 63, 64, 127, 128, 255};
    private static final int EDGE_PPI = 3;
    private static final int[] LEVEL_PPIS = {27, 64, 95};
    private static final int[] PPIS = {EDGE_PPI, 27, 64, 95};
    private static final int PRIORITIES = 32;
    private static final int SPI_INTERVAL = 8;
    private static final int STORES = 6;
    /** Level 1 entry that overlaps the next one. */
    private static final int OVERLAP = 4;
    private static final String[] CACHES = {"", " its.cache=1", " its.cache=eager", " its.cache=eager-valid"};

    private final SplittableRandom random;
    private final TextSession session;
    private final Findings findings;
    private final PlainHost host;
    private final Gicv5Driver driver;
    private final Gicv5Devices devices;
    private final Gicv5Checks checks;
    private final int itss;
    private final boolean isStoring;
    private final boolean isOverlapping;

    private Gicv5Session(final long seed, final TextSession session)
    {
        this.session = session;
        findings = new Findings(session);
        random = new SplittableRandom(seed);
        final boolean isBoard = random.nextBoolean();
        final boolean isOrdered = random.nextInt(4) == 0;
        isStoring = random.nextInt(STORES) == 0;
        itss = isBoard ? 2 : 1;
        host = new PlainHost(PES, itss, SPI_COUNT);
        session.all("machine pes=" + PES + " ram=0x40000000:0x1000000" + (isBoard ? " irss=2 itss=2" : "") +
            CACHES[random.nextInt(CACHES.length)] + (isOrdered ? " ops.delay=8 ops.order=1" : ""));
        driver = new Gicv5Driver(session, random, isOrdered);
        devices = new Gicv5Devices(session, random, host, driver, LPIS, itss);
        checks = new Gicv5Checks(session, findings, host, driver, PPIS);
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
                drawn.checks.check(PES, action % SPI_INTERVAL == 0);
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
        for (final int lpi : LPIS)
        {
            configure(PlainHost.LPI | lpi);
        }
        for (final int spi : SPIS)
        {
            configure(PlainHost.SPI | spi);
        }
        devices.begin();
    }

    private void startPe(final int pe)
    {
        long low = 0;
        long high = 0;
        for (final int ppi : PPIS)
        {
            low |= ppi < Long.SIZE ? 1L << ppi : 0;
            high |= ppi < Long.SIZE ? 0 : 1L << (ppi - Long.SIZE);
        }
        driver.startPe(pe, low, high);
        host.pe(pe).mask(PRIORITIES - 1);
        for (final int ppi : PPIS)
        {
            addPpi(pe, ppi, ppi != EDGE_PPI);
        }
    }

    private void addPpi(final int pe, final int ppi, final boolean isLevel)
    {
        final int priority = random.nextInt(PRIORITIES);
        driver.prioritisePpi(pe, ppi, priority);
        host.pe(pe).add(ppi, isLevel, priority);
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
            devices.send();
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
            devices.mapAny();
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
            default -> devices.renewAny();
        }
    }

    private void wires(final int pe)
    {
        final boolean high = random.nextBoolean();
        final int spi = SPIS[random.nextInt(SPIS.length)];
        switch (random.nextInt(8))
        {
            case 0 -> ppi(pe, LEVEL_PPIS[random.nextInt(LEVEL_PPIS.length)], high);
            case 1 -> edgePpi(pe, high);
            case 2 -> devices.bridge(true, high);
            case 3 -> devices.bridge(false, high);
            case 4 ->
            {
                driver.trigger(host.irsOf(spi), spi, high);
                host.trigger(spi, high);
            }
            case 5 -> devices.enableWires(random.nextInt(4) != 0);
            case 6 ->
            {
                driver.resample(host.irsOf(spi), spi);
                host.sample(spi);
            }
            default ->
            {
                session.all("spi " + spi + ' ' + (high ? 1 : 0));
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
        host.enableIrs(irs, enabled);
    }

    private void table()
    {
        final boolean valid = !host.isTableValid();
        driver.validateIst(valid);
        host.validateTable(valid);
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

    /** Makes an LPI pending or not whose table overlaps another one: it is not enabled, and unknown to the model. */
    private void overlap(final int pe)
    {
        final int lpi = ((OVERLAP + random.nextInt(2)) << Gicv5Driver.L2_BITS) + random.nextInt(2);
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
            checks.take(pe, taken);
        }
        if (random.nextInt(3) != 0)
        {
            end(pe);
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
        checks.check(PES, true);
        final String stats = session.ask("stats");
        if (isOverlapping)
        {
            checks.overlaps(stats, OVERLAP);
            findings.overlaps();
        }
        else
        {
            checks.accounts(stats);
        }
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
