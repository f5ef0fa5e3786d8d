package org.gale.tests.drawn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.tests.drawn.plain.PlainHost;
import org.gale.tests.drawn.plain.PlainInterrupt;
import org.gale.tests.drawn.plain.PlainVm;

/**
 * Drawn session of a hypervisor that drives a GICv5 itself, without KVM: VMs with tables of LPIs and SPIs, VPEs that
 * enter and leave PEs, doorbells, messages of an ITS to VMs, and guests that acknowledge. Owned by one thread.
 */
final class VmSession
{
    private static final int ACTIONS = 120;
    private static final int PES = 2;
    private static final int[] VMS = {0, 5};
    private static final int VPES = 3;
    private static final int[] LPIS = {0, 1, 31, 32, 1023, 1024, 9999};
    private static final int[] SPIS = {0, 31, 63};
    private static final int[] DOORBELLS = {64, 65, 66, 67, 68, 69};
    private static final int PRIORITIES = 32;
    private static final int DEVICE = 5;
    private static final int EVENT_BITS = 4;
    private static final int EVENTS = 1 << EVENT_BITS;
    private static final int NOTHING = -1;

    private final SplittableRandom random;
    private final TextSession session;
    private final Findings findings;
    private final PlainHost host;
    private final Gicv5Driver physical;
    private final VmDriver driver;
    private final Gicv5Checks checks;
    private final List<PlainVm> vms = new ArrayList<>();
    /** VM of each PE's resident VPE, and the VPE. */
    private final int[] vmOf = {NOTHING, NOTHING};
    private final int[] vpeOf = {NOTHING, NOTHING};
    /** VM and INTID that each event leads to. */
    private final int[] eventVm = new int[EVENTS];
    private final int[] eventIntid = new int[EVENTS];

    private VmSession(final long seed, final TextSession session)
    {
        this.session = session;
        findings = new Findings(session);
        random = new SplittableRandom(seed);
        host = new PlainHost(PES, 1, 0);
        session.all("machine pes=" + PES + " ram=0x40000000:0x1000000" +
            (random.nextBoolean() ? " its.cache=1" : ""));
        physical = new Gicv5Driver(session, random, false);
        driver = new VmDriver(session);
        checks = new Gicv5Checks(session, findings, host, physical, new int[0]);
    }

    /**
     * Runs a session.
     *
     * @param session without a machine
     * @return what it found
     */
    static Findings run(final long seed, final TextSession session)
    {
        final VmSession drawn = new VmSession(seed, session);
        try
        {
            drawn.begin();
            for (int action = 0; action < ACTIONS; action++)
            {
                drawn.act();
                drawn.check();
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
        physical.enableIrs(0, true);
        host.enableIrs(0, true);
        physical.makeIst(DOORBELLS);
        for (int pe = 0; pe < PES; pe++)
        {
            physical.startPe(pe, 0, 0);
            host.pe(pe).mask(PRIORITIES - 1);
        }
        for (final int lpi : DOORBELLS)
        {
            final int target = random.nextInt(PES);
            host.add(PlainHost.LPI | lpi);
            physical.instruction(0, "CDAFF", PlainHost.LPI | lpi, (long)target << 32);
            physical.instruction(0, "CDEN", PlainHost.LPI | lpi, 0);
            host.interrupt(PlainHost.LPI | lpi).direct(target);
            host.interrupt(PlainHost.LPI | lpi).enable(true);
        }
        driver.begin();
        for (int vm = 0; vm < VMS.length; vm++)
        {
            vms.add(new PlainVm(host.account(), VPES));
            for (final int lpi : LPIS)
            {
                vms.get(vm).add(PlainHost.LPI | lpi);
            }
            for (final int spi : SPIS)
            {
                vms.get(vm).add(PlainHost.SPI | spi);
            }
            mapVm(vm);
        }
        physical.enableIts(0);
        physical.device(0, 0, DEVICE, EVENT_BITS, false, true);
        for (int event = 0; event < EVENTS; event++)
        {
            mapEvent(event);
        }
    }

    /** Makes a VM valid, with its tables before or after, and with most VPEs and their doorbells. */
    private void mapVm(final int vm)
    {
        final PlainVm model = vms.get(vm);
        final boolean lpis = random.nextBoolean();
        final boolean spis = random.nextBoolean();
        driver.mapVm(VMS[vm], lpis, spis);
        model.validate(lpis, spis);
        if (random.nextBoolean())
        {
            mapTable(vm, false, true);
            mapTable(vm, true, true);
        }
        for (int vpe = 0; vpe < VPES; vpe++)
        {
            if (random.nextInt(6) != 0)
            {
                mapVpe(vm, vpe);
            }
        }
        mapMissing(vm, false);
        mapMissing(vm, true);
        for (final PlainInterrupt one : model.interrupts())
        {
            enable(vm, one.intid(), true);
            direct(vm, one.intid());
            prioritise(vm, one.intid());
        }
    }

    private void mapMissing(final int vm, final boolean ofSpis)
    {
        if (!vms.get(vm).isTableValid(ofSpis))
        {
            mapTable(vm, ofSpis, true);
        }
    }

    private void mapTable(final int vm, final boolean ofSpis, final boolean valid)
    {
        driver.mapTable(VMS[vm], ofSpis, valid);
        vms.get(vm).validateTable(ofSpis, valid);
        ring();
    }

    private void mapVpe(final int vm, final int vpe)
    {
        driver.mapVpe(VMS[vm], vpe);
        vms.get(vm).validateVpe(vpe);
        if (random.nextInt(8) != 0)
        {
            setDoorbell(vm, vpe, true, false, 0);
        }
    }

    private void setDoorbell(
        final int vm, final int vpe, final boolean valid, final boolean request, final int mask)
    {
        final boolean isSelected =
            driver.setDoorbell(VMS[vm], vpe, DOORBELLS[vm * VPES + vpe], valid, request, mask);
        findings.compare("VPE " + vpe + " is valid", vms.get(vm).vpe(vpe).isValid(), isSelected);
        vms.get(vm).setDoorbell(vpe, valid, request, mask);
        ring();
    }

    /** Has the doorbells ring that are due. */
    private void ring()
    {
        for (int vm = 0; vm < vms.size(); vm++)
        {
            for (int vpe = 0; vpe < VPES; vpe++)
            {
                if (vms.get(vm).rings(vpe))
                {
                    host.interrupt(PlainHost.LPI | DOORBELLS[vm * VPES + vpe]).edge();
                }
            }
        }
    }

    private void act()
    {
        final int pe = random.nextInt(PES);
        final int vm = random.nextInt(VMS.length);
        final int vpe = random.nextInt(VPES);
        final int intid = anyIntid();
        switch (random.nextInt(30))
        {
            case 0, 1, 2, 3, 4, 5 -> message();
            case 6, 7, 8 -> pend(vm, intid, random.nextInt(4) != 0);
            case 9, 10, 11, 12 -> enter(pe, vm, vpe);
            case 13, 14 -> leave(pe, random.nextInt(4) != 0, random.nextInt(3) == 0 ? random.nextInt(32) : 31);
            case 15, 16, 17, 18, 19 -> acknowledge(pe);
            case 20 -> finish(pe);
            case 21 -> enable(vm, intid, random.nextInt(3) != 0);
            case 22 -> direct(vm, intid);
            case 23 -> prioritise(vm, intid);
            case 24 -> takeDoorbell(pe);
            case 25 -> mapEvent(random.nextInt(EVENTS));
            case 26 -> setDoorbell(vm, vpe, random.nextInt(5) != 0, random.nextBoolean(), random.nextInt(32));
            case 27 -> tables(vm, random.nextBoolean());
            case 28 -> guestActs(pe, intid);
            default -> renew(vm);
        }
    }

    private void message()
    {
        final int event = random.nextInt(EVENTS);
        session.all("msi 0 " + DEVICE + ' ' + event);
        if (eventVm[event] == NOTHING)
        {
            host.account().untranslated();
        }
        else
        {
            vms.get(eventVm[event]).message(eventIntid[event]);
        }
        ring();
    }

    private void mapEvent(final int event)
    {
        final int vm = random.nextInt(6) == 0 ? NOTHING : random.nextInt(VMS.length);
        final int lpi = LPIS[random.nextInt(LPIS.length)];
        physical.mapEntry(0, 0, DEVICE, event, false,
            vm == NOTHING ? lpi : (long)VMS[vm] << 32 | 1L << 31 | 1L << 30 | lpi);
        eventVm[event] = vm;
        eventIntid[event] = PlainHost.LPI | lpi;
    }

    private void pend(final int vm, final int intid, final boolean pending)
    {
        driver.instruction(random.nextInt(PES), "VDPEND", VMS[vm], intid, pending ? 1L << 63 : 0);
        if (vms.get(vm).isReachable(intid))
        {
            vms.get(vm).interrupt(intid).pend(pending);
        }
        ring();
    }

    private void enable(final int vm, final int intid, final boolean enabled)
    {
        driver.instruction(random.nextInt(PES), enabled ? "VDEN" : "VDDIS", VMS[vm], intid, 0);
        if (vms.get(vm).isReachable(intid))
        {
            vms.get(vm).interrupt(intid).enable(enabled);
        }
        ring();
    }

    private void prioritise(final int vm, final int intid)
    {
        final int priority = random.nextInt(PRIORITIES);
        driver.instruction(random.nextInt(PES), "VDPRI", VMS[vm], intid, (long)priority << 59);
        if (vms.get(vm).isReachable(intid))
        {
            vms.get(vm).interrupt(intid).prioritise(priority);
        }
        ring();
    }

    private void direct(final int vm, final int intid)
    {
        final int vpe = random.nextInt(VPES);
        driver.instruction(random.nextInt(PES), "VDAFF", VMS[vm], intid, (long)vpe << 48);
        if (vms.get(vm).isReachable(intid))
        {
            vms.get(vm).interrupt(intid).direct(vpe);
        }
        ring();
    }

    private void enter(final int pe, final int vm, final int vpe)
    {
        if (vmOf[pe] != NOTHING)
        {
            leave(pe, random.nextInt(4) != 0, PRIORITIES - 1);
        }
        final PlainVm model = vms.get(vm);
        final boolean entered = driver.enter(
            pe, VMS[vm], vpe, model.vpe(vpe).view().activePriorities(), PRIORITIES - 1);
        model.vpe(vpe).view().mask(PRIORITIES - 1);
        findings.compare("VPE " + vpe + " of VM " + VMS[vm] + " enters PE " + pe, model.enter(vpe, pe), entered);
        if (model.vpe(vpe).residentPe() == pe)
        {
            vmOf[pe] = vm;
            vpeOf[pe] = vpe;
        }
        ring();
    }

    private void leave(final int pe, final boolean request, final int mask)
    {
        driver.leave(pe, request, mask);
        if (vmOf[pe] != NOTHING)
        {
            vms.get(vmOf[pe]).leave(vpeOf[pe], request, mask);
            vmOf[pe] = NOTHING;
        }
        ring();
    }

    private void acknowledge(final int pe)
    {
        final int best = vmOf[pe] == NOTHING ? 0 : vms.get(vmOf[pe]).best(vpeOf[pe]);
        final long answer = session.value("insn " + pe + " vel1 CDIA");
        final int taken = (answer >>> 32 & 1) == 0 ? 0 : (int)answer;
        findings.compare("guest on PE " + pe, Integer.toHexString(best), Integer.toHexString(taken));
        if (taken != 0)
        {
            take(pe, taken);
        }
        if (random.nextInt(3) != 0)
        {
            finish(pe);
        }
        ring();
    }

    private void take(final int pe, final int taken)
    {
        final String name = "0x" + Integer.toHexString(taken);
        final PlainInterrupt interrupt = vmOf[pe] == NOTHING ? null : vms.get(vmOf[pe]).interrupt(taken);
        if (interrupt == null)
        {
            findings.invented(name + " was acknowledged by a guest that has none");
            return;
        }
        if (!interrupt.isPending())
        {
            findings.invented(name + " was acknowledged and not pending");
        }
        vms.get(vmOf[pe]).acknowledge(vpeOf[pe], taken);
    }

    private void finish(final int pe)
    {
        final int intid = vmOf[pe] == NOTHING ? 0 : vms.get(vmOf[pe]).vpe(vpeOf[pe]).view().drop();
        if (intid != 0)
        {
            driver.guest(pe, "CDEOI", 0, 0);
            driver.guest(pe, "CDDI", intid, 0);
            deactivate(vms.get(vmOf[pe]), intid);
        }
        ring();
    }

    private static void deactivate(final PlainVm vm, final int intid)
    {
        if (vm.isReachable(intid))
        {
            vm.interrupt(intid).deactivate();
        }
    }

    /** Has a guest pend, enable or disable; nothing happens where no VPE is resident (M-V0). */
    private void guestActs(final int pe, final int intid)
    {
        final PlainVm vm = vmOf[pe] == NOTHING ? null : vms.get(vmOf[pe]);
        final PlainInterrupt interrupt = vm == null || !vm.isReachable(intid) ? null : vm.interrupt(intid);
        final boolean set = random.nextInt(3) != 0;
        if (random.nextBoolean())
        {
            driver.guest(pe, "CDPEND", intid, set ? 1L << 32 : 0);
            if (interrupt != null)
            {
                interrupt.pend(set);
            }
        }
        else
        {
            driver.guest(pe, "CDHM", intid, set ? 0 : 1L << 32);
            if (interrupt != null)
            {
                interrupt.handle(!set);
            }
        }
        ring();
    }

    private void tables(final int vm, final boolean ofSpis)
    {
        mapTable(vm, ofSpis, !vms.get(vm).isTableValid(ofSpis) || random.nextInt(4) == 0);
    }

    private void renew(final int vm)
    {
        if (vms.get(vm).isValid())
        {
            driver.unmapVm(VMS[vm]);
            vms.get(vm).invalidate();
            for (int pe = 0; pe < PES; pe++)
            {
                vmOf[pe] = vmOf[pe] == vm ? NOTHING : vmOf[pe];
            }
            if (random.nextBoolean())
            {
                message();
            }
        }
        mapVm(vm);
    }

    private void takeDoorbell(final int pe)
    {
        final int best = host.best(pe);
        final long answer = session.value("insn " + pe + " el1 CDIA");
        final int taken = (answer >>> 32 & 1) == 0 ? 0 : (int)answer;
        findings.compare("acknowledge of PE " + pe, Integer.toHexString(best), Integer.toHexString(taken));
        if (taken != 0)
        {
            checks.take(pe, taken);
            final int intid = host.pe(pe).drop();
            session.all("insn " + pe + " el1 CDEOI");
            physical.instruction(pe, "CDDI", intid, 0);
            if (host.interrupt(intid) != null)
            {
                host.interrupt(intid).deactivate();
            }
        }
    }

    private void check()
    {
        for (int vm = 0; vm < vms.size(); vm++)
        {
            for (final PlainInterrupt one : vms.get(vm).interrupts())
            {
                final int word = (int)session.value("readl " + driver.entry(VMS[vm], one.intid())) & ~(3 << 9);
                if (word != one.word())
                {
                    findings.entry(one, word);
                }
            }
        }
        checks.check(PES, false);
        for (int pe = 0; pe < PES; pe++)
        {
            final boolean isSignalled = vmOf[pe] != NOTHING && vms.get(vmOf[pe]).best(vpeOf[pe]) != 0;
            findings.compare("virtual signal of PE " + pe, isSignalled,
                session.ask("signal " + pe).contains("virq=1"));
        }
    }

    /** Has each VPE take what is there, and compares the accounts. */
    private void end()
    {
        for (int vm = 0; vm < vms.size(); vm++)
        {
            for (int vpe = 0; vpe < VPES; vpe++)
            {
                enter(0, vm, vpe);
                for (int i = 0; vmOf[0] == vm && i < LPIS.length + SPIS.length && vms.get(vm).best(vpe) != 0; i++)
                {
                    acknowledge(0);
                    finish(0);
                }
                leave(0, false, 0);
            }
        }
        for (int i = 0; i < PES * DOORBELLS.length; i++)
        {
            takeDoorbell(i % PES);
        }
        check();
        checks.accounts(session.ask("stats"), vms.stream().mapToLong(PlainVm::owed).sum());
    }

    private int anyIntid()
    {
        return random.nextInt(3) == 0 ? PlainHost.SPI | SPIS[random.nextInt(SPIS.length)] :
            PlainHost.LPI | LPIS[random.nextInt(LPIS.length)];
    }
}
