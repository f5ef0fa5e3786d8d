package org.gale.tests.drawn;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

import org.gale.tests.drawn.plain.PlainAccount;
import org.gale.tests.drawn.plain.PlainHost;
import org.gale.tests.drawn.plain.PlainInterrupt;

/** GICv5 host behind the functions of a session: two PEs, LPIs, one or two ITSs. Owned by one thread. */
final class Gicv5FunctionHost implements FunctionSession.FunctionHost
{
    private static final int PES = 2;
    private static final int[] PINS = {9, 200};
    private static final int[] LPIS = {0, 1, 63, 64, 1024, 16_383};
    private static final long TRANSLATER = 0x0811_0000L;
    private static final long STEP = 0x0100_0000L;
    private static final long NOWHERE = 0x0900_0000L;
    private static final int EVENT_BITS = 3;
    private static final int PRIORITIES = 32;
    private static final int HWU = 3 << 9;
    private static final int ID_MASK = 0xff_ffff;

    private final TextSession session;
    private final SplittableRandom random;
    private final Findings findings;
    private final PlainHost host;
    private final Gicv5Driver driver;
    private final int itss;
    private IntConsumer deactivation;

    Gicv5FunctionHost(final TextSession session, final SplittableRandom random, final Findings findings)
    {
        this.session = session;
        this.random = random;
        this.findings = findings;
        final boolean isOrdered = random.nextInt(4) == 0;
        itss = 1 + random.nextInt(2);
        session.all("machine pes=" + PES + " ram=0x40000000:0x1000000" + (itss == 2 ? " irss=2 itss=2" : "") +
            (random.nextBoolean() ? " its.cache=1" : "") + (isOrdered ? " ops.delay=8 ops.order=1" : ""));
        driver = new Gicv5Driver(session, random, isOrdered);
        host = new PlainHost(PES, itss, 256);
    }

    @Override
    public void begin(final List<Integer> devices, final int events)
    {
        for (int irs = 0; irs < itss; irs++)
        {
            driver.enableIrs(irs, true);
            host.enableIrs(irs, true);
        }
        driver.makeIst(LPIS);
        for (int pe = 0; pe < PES; pe++)
        {
            driver.startPe(pe, 0, 0);
            host.pe(pe).mask(PRIORITIES - 1);
        }
        for (final int lpi : LPIS)
        {
            host.add(PlainHost.LPI | lpi);
            configure(host.interrupt(PlainHost.LPI | lpi));
        }
        for (final int spi : PINS)
        {
            host.add(PlainHost.SPI | spi);
            driver.trigger(host.irsOf(spi), spi, true);
            host.trigger(spi, true);
            configure(host.interrupt(PlainHost.SPI | spi));
        }
        for (int its = 0; its < itss; its++)
        {
            driver.enableIts(its);
            for (int slot = 0; slot < devices.size(); slot++)
            {
                driver.device(its, slot, devices.get(slot), EVENT_BITS, false, true);
                for (int event = 0; event < events - 1; event++)
                {
                    final int lpi = LPIS[random.nextInt(LPIS.length)];
                    driver.map(its, slot, devices.get(slot), event, false, lpi);
                    host.translate(its, devices.get(slot), event, lpi);
                }
            }
        }
    }

    @Override
    public long anyAddress()
    {
        return random.nextInt(12) == 0 ? NOWHERE : TRANSLATER + STEP * random.nextInt(itss);
    }

    @Override
    public boolean isPending(final long address, final int device, final int data)
    {
        final PlainInterrupt lpi = host.of((int)((address - TRANSLATER) / STEP), device, data);

        return lpi != null && lpi.isPending();
    }

    @Override
    public int[] pins()
    {
        return PINS.clone();
    }

    @Override
    public void onDeactivation(final IntConsumer listener)
    {
        deactivation = listener;
    }

    @Override
    public void drive(final int spi, final boolean high)
    {
        host.drive(spi, high);
    }

    @Override
    public boolean message(final long address, final int device, final int data)
    {
        final long its = (address - TRANSLATER) / STEP;
        final boolean isReached = TRANSLATER + STEP * its == address && its >= 0 && its < itss;
        if (isReached)
        {
            host.message((int)its, device, data);
        }

        return isReached;
    }

    @Override
    public void settle()
    {
        for (int its = 0; its < itss; its++)
        {
            driver.settle(its);
        }
    }

    @Override
    public void act()
    {
        final int pe = random.nextInt(PES);
        final int pick = random.nextInt(8);
        if (pick < 5)
        {
            acknowledge(pe);
        }
        else if (pick < 6)
        {
            end(pe);
        }
        else
        {
            configure(host.interrupt(random.nextInt(4) == 0 ? PlainHost.SPI | PINS[random.nextInt(PINS.length)] :
                PlainHost.LPI | LPIS[random.nextInt(LPIS.length)]));
        }
    }

    private void configure(final PlainInterrupt lpi)
    {
        final int priority = random.nextInt(PRIORITIES);
        final int target = random.nextInt(PES);
        final boolean isEnabled = random.nextInt(6) != 0;
        driver.instruction(0, "CDPRI", lpi.intid(), (long)priority << 35);
        driver.instruction(0, "CDAFF", lpi.intid(), (long)target << 32);
        driver.instruction(0, isEnabled ? "CDEN" : "CDDIS", lpi.intid(), 0);
        lpi.prioritise(priority);
        lpi.direct(target);
        lpi.enable(isEnabled);
    }

    private void acknowledge(final int pe)
    {
        final int best = host.best(pe);
        final long answer = session.value("insn " + pe + " el1 CDIA");
        final int taken = (answer >>> 32 & 1) == 0 ? 0 : (int)answer;
        findings.compare("acknowledge of PE " + pe, Integer.toHexString(best), Integer.toHexString(taken));
        final PlainInterrupt interrupt = host.interrupt(taken);
        if (taken != 0 && (interrupt == null || !interrupt.isPending()))
        {
            findings.invented("0x" + Integer.toHexString(taken) + " was acknowledged and not pending");
        }
        if (interrupt != null)
        {
            host.acknowledge(pe, taken);
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
            driver.instruction(pe, "CDDI", intid, 0);
            host.interrupt(intid).deactivate();
            if (PlainHost.isSpi(intid))
            {
                deactivation.accept(intid & ID_MASK);
            }
        }
    }

    @Override
    public void check()
    {
        for (final PlainInterrupt lpi : host.lpis())
        {
            final int word = (int)session.value("readl " + driver.entry(lpi.intid() & ID_MASK)) & ~HWU;
            if (word != lpi.word())
            {
                findings.entry(lpi, word);
            }
        }
        for (final PlainInterrupt spi : host.spis())
        {
            final int word = (int)driver.describe(0, spi.intid());
            if (word != spi.word())
            {
                findings.entry(spi, word);
            }
        }
    }

    @Override
    public void drain()
    {
        for (int pe = 0; pe < PES; pe++)
        {
            for (int i = 0; i < PRIORITIES; i++)
            {
                end(pe);
            }
            for (int i = 0; i < LPIS.length && host.best(pe) != 0; i++)
            {
                acknowledge(pe);
                end(pe);
            }
        }
    }

    @Override
    public PlainAccount account()
    {
        return host.account();
    }

    @Override
    public long owed()
    {
        return host.owed();
    }
}
