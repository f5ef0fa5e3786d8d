package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.WordList;
import org.gale.tables.its.ItsWalk;
import org.gale.tables.its.L1Dte;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IrsSyncStatusr;
import org.gale.tables.register.IrsSyncr;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.ItsEidr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventEidr;
import org.gale.tables.register.ItsGenEventStatusr;
import org.gale.tables.register.ItsGenEventr;
import org.gale.tables.register.ItsInvEventr;
import org.gale.tables.register.ItsStatusr;
import org.gale.tables.register.ItsSyncStatusr;
import org.gale.tables.register.ItsSyncr;

/**
 * Translation entries that lead to a VM: found in the tables of all ITSs, withdrawn, and redirected to another VM, with
 * the operations that make an ITS forget what it has kept (B-ITS-7, B-ITS-11). A route is three words: its event, its
 * ITS with the address of its entry, and its entry as it was found.
 */
final class ItsRoutes
{
    /** Index of an event without a route. */
    static final int NONE = -1;

    private static final int WORDS = 3;
    private static final int ROUTE_LIMIT = 1 << 20;
    private static final int ENTRY_LIMIT = 1 << 24;
    private static final int ITS_SHIFT = 56;
    private static final long ADDRESS_MASK = (1L << ITS_SHIFT) - 1;

    private final HostDriver driver;
    private final Board board;
    private final UserMemory memory;
    private final WordList routes = new WordList();
    private int left;

    ItsRoutes(final HostDriver driver, final Board board, final UserMemory memory)
    {
        this.driver = driver;
        this.board = board;
        this.memory = memory;
    }

    /** Returns the number of routes that were found. */
    int count()
    {
        return routes.size() / WORDS;
    }

    /**
     * Finds the valid entries that lead to a VM.
     *
     * @return OK, or E2BIG where the tables have more entries than a monitor would walk, {@link #ENTRY_LIMIT}
     */
    Errno find(final int vmId)
    {
        routes.clear();
        left = ENTRY_LIMIT;
        for (int its = 0; its < board.itss(); its++)
        {
            final long frame = frame(its);
            if (ItsCr0.ITSEN.isSet(driver.loadInt(frame + ItsCr0.OFFSET)))
            {
                findIn(its, driver.load(frame + ItsDtBaser.OFFSET), driver.loadInt(frame + ItsDtCfgr.OFFSET), vmId);
            }
        }

        return left < 0 || count() > ROUTE_LIMIT ? Errno.E2BIG : Errno.OK;
    }

    private void findIn(final int its, final long baser, final int cfgr, final int vmId)
    {
        final long devices = 1L << ItsDtCfgr.DEVICEID_BITS.get(cfgr);
        final int l2sz = ItsDtCfgr.L2SZ.get(cfgr);
        final long base = ItsDtBaser.ADDR.address(baser);
        final boolean isTwoLevel = ItsDtCfgr.STRUCTURE.isSet(cfgr);
        long device = 0;
        while (device < devices && left >= 0)
        {
            final long address = entryAddress(base, isTwoLevel, l2sz, device);
            final long dte = address == NONE ? 0 : driver.load(address);
            if (L2Dte.isValid(dte))
            {
                findOf(its, device, dte, vmId);
            }
            device = address == NONE ? after(isTwoLevel, l2sz, device, devices) : device + 1;
            left--;
        }
    }

    private void findOf(final int its, final long device, final long dte, final int vmId)
    {
        final long events = 1L << L2Dte.eventIdBits(dte);
        final boolean isTwoLevel = L2Dte.isIttTwoLevel(dte);
        long event = 0;
        while (event < events && left >= 0)
        {
            final long address = entryAddress(L2Dte.ittAddress(dte), isTwoLevel, L2Dte.ittL2sz(dte), event);
            final long itte = address == NONE ? 0 : driver.load(address);
            if (L2Itte.isValid(itte) && L2Itte.isVirtual(itte) && L2Itte.vmId(itte) == vmId && count() <= ROUTE_LIMIT)
            {
                routes.add(device << Integer.SIZE | event);
                routes.add((long)its << ITS_SHIFT | address);
                routes.add(itte);
            }
            event = address == NONE ? after(isTwoLevel, L2Dte.ittL2sz(dte), event, events) : event + 1;
            left--;
        }
    }

    /** Returns the first id that another level 1 entry covers; of a linear table the end, since RAM has ended. */
    private static long after(final boolean isTwoLevel, final int l2sz, final long id, final long end)
    {
        return isTwoLevel ? ((id >>> ItsWalk.l2IndexBits(l2sz)) + 1) << ItsWalk.l2IndexBits(l2sz) : end;
    }

    /** Returns the address of the entry of an id in RAM, or {@link #NONE} if a walk does not reach one. */
    private long entryAddress(final long base, final boolean isTwoLevel, final int l2sz, final long id)
    {
        long at = base + id * L2Dte.LENGTH;
        if (isTwoLevel)
        {
            final long l1Address = base + (id >>> ItsWalk.l2IndexBits(l2sz)) * L1Dte.LENGTH;
            final long l1Entry = memory.contains(l1Address, L1Dte.LENGTH) ? driver.load(l1Address) : 0;
            if (!L1Dte.isValid(l1Entry) || !ItsWalk.isInSpan((int)id, l2sz, L1Dte.span(l1Entry)))
            {
                return NONE;
            }
            at = L1Dte.l2Address(l1Entry) + (long)ItsWalk.l2Index((int)id, l2sz) * L2Dte.LENGTH;
        }

        return memory.contains(at, L2Dte.LENGTH) ? at : NONE;
    }

    /** Returns the index of the route of an event, or {@link #NONE}. */
    int find(final int its, final int deviceId, final int eventId)
    {
        final long word = Integer.toUnsignedLong(deviceId) << Integer.SIZE | Integer.toUnsignedLong(eventId);
        for (int route = 0; route < count(); route++)
        {
            if (routes.word(route * WORDS) == word && itsOf(route) == its)
            {
                return route;
            }
        }

        return NONE;
    }

    /** Returns the LPI that a route leads to. */
    int lpiOf(final int route)
    {
        return L2Itte.lpiId(routes.word(route * WORDS + 2));
    }

    /** Adds the devices of the routes, each once, where they are not there yet. */
    void addDevices(final WordList devices)
    {
        long last = NONE;
        for (int route = 0; route < count(); route++)
        {
            final long device = routes.word(route * WORDS) >>> Integer.SIZE;
            if (device != last && !has(devices, device))
            {
                devices.add(device);
            }
            last = device;
        }
    }

    private static boolean has(final WordList devices, final long device)
    {
        boolean isThere = false;
        for (int i = 0; i < devices.size() && !isThere; i++)
        {
            isThere = devices.word(i) == device;
        }

        return isThere;
    }

    /** Returns the LPI that an event of a device leads to, or {@link #NONE}. */
    int lpiOf(final int deviceId, final int eventId)
    {
        int route = NONE;
        for (int its = 0; its < board.itss() && route == NONE; its++)
        {
            route = find(its, deviceId, eventId);
        }

        return route == NONE ? NONE : lpiOf(route);
    }

    /** Makes the entries invalid. */
    void withdraw()
    {
        for (int route = 0; route < count(); route++)
        {
            store(route, L2Itte.VALID.with(routes.word(route * WORDS + 2), false));
        }
    }

    /** Makes the entries valid again, with the VM that they lead to. */
    void redirect(final int vmId)
    {
        for (int route = 0; route < count(); route++)
        {
            store(route, L2Itte.VM_ID.set(routes.word(route * WORDS + 2), vmId));
        }
    }

    /** Makes each ITS forget the entries, and waits for it. */
    void invalidate()                                                           // B-ITS-7
    {
        for (int route = 0; route < count(); route++)
        {
            final long frame = frame(itsOf(route));
            final long event = routes.word(route * WORDS);
            driver.store(frame + ItsDidr.OFFSET, event >>> Integer.SIZE);
            driver.storeInt(frame + ItsEidr.OFFSET, (int)event);
            driver.storeInt(frame + ItsInvEventr.OFFSET, ItsInvEventr.I.mask());
            awaitIdle(frame + ItsStatusr.OFFSET);
        }
    }

    /** Waits until what was under way to the VM has reached a table. */
    void synchronise()                                                          // B-ITS-11
    {
        for (int its = 0; its < board.itss(); its++)
        {
            driver.store(frame(its) + ItsSyncr.OFFSET, ItsSyncr.SYNC.with(ItsSyncr.SYNCALL.mask(), true));
            awaitIdle(frame(its) + ItsSyncStatusr.OFFSET);
        }
        for (int irs = 0; irs < board.irss(); irs++)
        {
            final long frame = board.frame(MachineKeys.IRS_CONFIG, irs);
            driver.storeInt(frame + IrsSyncr.OFFSET, IrsSyncr.SYNC.mask());
            awaitIdle(frame + IrsSyncStatusr.OFFSET);
        }
    }

    /** Sends an event that the monitor has held, as software may (B-ITS-13). */
    void send(final int its, final long event)
    {
        final long frame = frame(its);
        driver.store(frame + ItsGenEventDidr.OFFSET, event >>> Integer.SIZE);
        driver.storeInt(frame + ItsGenEventEidr.OFFSET, (int)event);
        driver.storeInt(frame + ItsGenEventr.OFFSET, ItsGenEventr.R.mask());
        awaitIdle(frame + ItsGenEventStatusr.OFFSET);
    }

    /** Passes the routes through a stream. */
    void state(final StateStream stream)
    {
        routes.state(stream, WORDS * (ROUTE_LIMIT + 1));
    }

    /**
     * Returns whether routes and messages that were restored name ITSs and RAM of this machine.
     *
     * @param held pairs of an ITS and an event
     */
    boolean isWhole(final WordList held)
    {
        boolean isWhole = routes.size() % WORDS == 0;
        for (int route = 0; route < count() && isWhole; route++)
        {
            isWhole = itsOf(route) < board.itss() &&
                memory.contains(routes.word(route * WORDS + 1) & ADDRESS_MASK, L2Itte.LENGTH);
        }
        for (int i = 0; i < held.size() && isWhole; i += 2)
        {
            isWhole = held.word(i) >= 0 && held.word(i) < board.itss();
        }

        return isWhole;
    }

    private int itsOf(final int route)
    {
        return (int)(routes.word(route * WORDS + 1) >>> ITS_SHIFT);
    }

    private void store(final int route, final long itte)
    {
        driver.store(routes.word(route * WORDS + 1) & ADDRESS_MASK, itte);
    }

    private long frame(final int its)
    {
        return board.frame(MachineKeys.ITS_CONFIG, its);
    }

    private void awaitIdle(final long status)
    {
        if (!driver.awaitIdleAt(status))
        {
            throw new IllegalStateException("the machine is not idle for its host: 0x" + Long.toHexString(status));
        }
    }
}
