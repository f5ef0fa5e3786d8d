package org.gale.engine.witness;

import org.gale.engine.config.ItsCaching;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Translation that an ITS must make of an event, from what software wrote into its registers and into RAM. A walk that
 * was kept counts until it is invalidated (B-ITS-7, B-ITS-8, B-ITS-9); that of the tables as they are is right as well.
 * Owned by the thread that owns the machine.
 */
final class ItsView implements WitnessPart
{
    /** Event that is dropped. */
    static final long REJECTED = 0;

    private static final int CR0 = 0x80;
    private static final int DT_BASER = 0xc0;
    private static final int DT_CFGR = 0xd0;
    private static final int DIDR = 0x100;
    private static final int EIDR = 0x108;
    private static final int INV_EVENTR = 0x10c;
    private static final int INV_DEVICER = 0x110;
    private static final int READ_EVENTR = 0x114;
    private static final int STATUSR = 0x120;
    private static final int GEN_EVENT_DIDR = 0x180;
    private static final int GEN_EVENT_EIDR = 0x188;
    private static final int GEN_EVENTR = 0x18c;
    private static final int GEN_EVENT_STATUSR = 0x190;
    private static final long ID_MASK = 0xffff_ffffL;

    private final int number;
    private final ItsCaching caching;
    private final Events events;
    private final PhysicalMemory memory;
    private final TableWalk fresh;
    private final TableWalk walk;
    private final KeptWalks devices = new KeptWalks();
    private final KeptWalks translations = new KeptWalks();
    private final KeptWalks level1Devices = new KeptWalks();
    private final KeptWalks level1Events = new KeptWalks();
    private boolean isEnabled;
    private boolean isCacheUnknown;
    private long dtBaser;
    private int dtCfgr;
    private long didr;
    private int eidr;
    private long genEventDidr;
    private int genEventEidr;

    ItsView(final int number, final MachineConfig config, final PhysicalMemory memory, final Events events)
    {
        this.number = number;
        this.memory = memory;
        this.events = events;
        caching = config.value(MachineKeys.ITS_CACHE);
        final int deviceBits = config.value(MachineKeys.DEVICEID_BITS);
        final int eventBits = config.value(MachineKeys.EVENTID_BITS);
        fresh = new TableWalk(memory, deviceBits, eventBits, (device, first, address) -> memory.loadLong(address),
            (device, first, address) -> memory.loadLong(address));
        walk = new TableWalk(memory, deviceBits, eventBits,
            (device, first, address) -> level1(level1Devices, Integer.toUnsignedLong(first), address),
            (device, first, address) -> level1(level1Events, key(device, first), address));
    }

    /** Returns whether what the ITS makes of an event is known. */
    boolean isKnown()
    {
        return !isCacheUnknown;
    }

    /** Returns whether entries are kept, so that the tables as they are may be another right answer. */
    boolean isCaching()
    {
        return caching != ItsCaching.NONE;
    }

    /** Returns the entry that translates an event at an ITS that keeps what it reads, or {@link #REJECTED}. */
    long translate(final int deviceId, final int eventId)
    {
        return !isEnabled ? REJECTED : kept(deviceId, eventId);
    }

    /** Returns the entry that the tables in RAM have for an event, or {@link #REJECTED}. */
    long fresh(final int deviceId, final int eventId)
    {
        final long device = isEnabled ? fresh.device(deviceId) : REJECTED;
        final boolean isFound = device != TableWalk.FAILED && device != TableWalk.OUT_OF_RANGE;

        return isFound ? Math.max(REJECTED, fresh.event(deviceId, device, eventId)) : REJECTED;
    }

    /** Returns whether the last {@link #fresh} walk read what its own event may change. */
    boolean isLive()
    {
        return fresh.isLive();
    }

    /** Notes that events were translated that nobody has seen. */
    void missedEvents()
    {
        isCacheUnknown = isEnabled && isCaching();
    }

    /** Takes the registers as they are. */
    void adopt(final Machine machine, final long base)
    {
        dtBaser = machine.peek(base + DT_BASER, Long.BYTES);
        dtCfgr = (int)machine.peek(base + DT_CFGR, Integer.BYTES);
        didr = machine.peek(base + DIDR, Long.BYTES);
        eidr = (int)machine.peek(base + EIDR, Integer.BYTES);
        genEventDidr = machine.peek(base + GEN_EVENT_DIDR, Long.BYTES);
        genEventEidr = (int)machine.peek(base + GEN_EVENT_EIDR, Integer.BYTES);
        writeCr0((int)machine.peek(base + CR0, Integer.BYTES));
        missedEvents();
    }

    @Override
    public void write(final int offset, final int sizeBytes, final long value, final Later later)
    {
        if (Halves.isAt(DT_BASER, offset, sizeBytes))
        {
            dtBaser = isEnabled ? dtBaser : Halves.merged(offset, sizeBytes, value, dtBaser);
        }
        else if (Halves.isAt(DIDR, offset, sizeBytes))
        {
            didr = Halves.merged(offset, sizeBytes, value, didr) & ID_MASK;
        }
        else if (Halves.isAt(GEN_EVENT_DIDR, offset, sizeBytes))
        {
            genEventDidr = Halves.merged(offset, sizeBytes, value, genEventDidr) & ID_MASK;
        }
        else if (sizeBytes == Integer.BYTES && !later.takes(this, statusOf(offset, (int)value), offset, value))
        {
            perform(offset, value);
        }
    }

    @Override
    public void perform(final int offset, final long value)
    {
        switch (offset)
        {
            case CR0:
                writeCr0((int)value);
                break;
            case DT_CFGR:
                dtCfgr = isEnabled ? dtCfgr : (int)value;
                break;
            case EIDR:
                eidr = (int)value;
                break;
            case GEN_EVENT_EIDR:
                genEventEidr = (int)value;
                break;
            case INV_EVENTR:
                invalidateEvents((int)value);
                break;
            case INV_DEVICER:
                invalidateDevices((int)value);
                break;
            case GEN_EVENTR:
                if ((int)value < 0)
                {
                    events.event(number, (int)genEventDidr, genEventEidr, Events.EDGE);
                }
                break;
            default:
                break;
        }
    }

    /** Returns the offset of the register with the IDLE bit of an operation, or 0 if a write is none. */
    private static int statusOf(final int offset, final int value)
    {
        switch (offset)
        {
            case CR0: return CR0;
            case INV_EVENTR:
            case INV_DEVICER:
            case READ_EVENTR: return value < 0 ? STATUSR : 0;
            case GEN_EVENTR: return value < 0 ? GEN_EVENT_STATUSR : 0;
            default: return 0;
        }
    }

    private void writeCr0(final int value)                                      // B-ITS-2, B-TRAP-41
    {
        final boolean enable = (value & 1) != 0;
        if (!enable)
        {
            devices.clear();
            translations.clear();
            level1Devices.clear();
            level1Events.clear();
            isCacheUnknown = false;
        }
        else if (!isEnabled)
        {
            fresh.latch(dtBaser, dtCfgr);
            walk.latch(dtBaser, dtCfgr);
        }
        isEnabled = enable;
    }

    private long kept(final int deviceId, final int eventId)
    {
        final long key = key(deviceId, eventId);
        final long known = translations.get(key);
        if (known != KeptWalks.MISSING)
        {
            return known;
        }
        final long device = keptDevice(deviceId);
        if (device == TableWalk.FAILED || device == TableWalk.OUT_OF_RANGE)
        {
            return REJECTED;
        }
        final long event = walk.event(deviceId, device, eventId);
        if (event == TableWalk.OUT_OF_RANGE)
        {
            return REJECTED;
        }
        translations.keep(key, event);

        return event;
    }

    private long keptDevice(final int deviceId)
    {
        final long known = devices.get(Integer.toUnsignedLong(deviceId));
        if (known != KeptWalks.MISSING)
        {
            return known;
        }
        final long device = walk.device(deviceId);
        if (device != TableWalk.OUT_OF_RANGE)
        {
            devices.keep(Integer.toUnsignedLong(deviceId), device);
        }

        return device;
    }

    private long level1(final KeptWalks level1, final long key, final long address)
    {
        final long known = caching.isEager() ? level1.get(key) : KeptWalks.MISSING;
        if (known != KeptWalks.MISSING)
        {
            return known;
        }
        final long entry = memory.loadLong(address) & 0xf0ff_ffff_ffff_ffffL;
        if (caching == ItsCaching.EAGER || (caching == ItsCaching.EAGER_VALID && (entry & 1) != 0))
        {
            level1.keep(key, entry);
        }

        return entry;
    }

    private void invalidateEvents(final int value)                              // B-ITS-8
    {
        if (value >= 0 || !isCaching())
        {
            return;
        }
        final boolean isOfLevel1 = (value & 1) != 0;
        final int below = isOfLevel1 ? (1 << TableWalk.indexBits(value >>> 1)) - 1 : 0;
        final long first = key((int)didr, eidr & ~below);
        final long last = key((int)didr, eidr | below);
        translations.invalidate(first, last);
        forgetRemoved();
        if (isOfLevel1)
        {
            level1Events.invalidate(first, last);
            walkAgain();
        }
        else if (isEnabled && caching.isEager())
        {
            kept((int)didr, eidr);
        }
    }

    private void invalidateDevices(final int value)                             // B-ITS-9
    {
        if (value >= 0 || !isCaching())
        {
            return;
        }
        forgetRemoved();
        translations.removed().clear();
        final boolean isOfLevel1 = (value & 1) != 0 && isEnabled && walk.deviceIndexBits() != 0;
        final int device = (int)didr;
        final int below = isOfLevel1 ? (1 << walk.deviceIndexBits()) - 1 : 0;
        final int lastEvent = isOfLevel1 ? -1 : (int)((1L << (value >>> 1 & 31)) - 1);
        final long first = key(device & ~below, 0);
        final long last = key(device | below, lastEvent);
        devices.invalidate(Integer.toUnsignedLong(device & ~below), Integer.toUnsignedLong(device | below));
        translations.invalidate(first, last);
        level1Events.invalidate(first, last);
        if (isOfLevel1)
        {
            level1Devices.invalidate(Integer.toUnsignedLong(device & ~below), Integer.toUnsignedLong(device | below));
        }
        walkAgain();
    }

    private void forgetRemoved()
    {
        devices.removed().clear();
        level1Devices.removed().clear();
        level1Events.removed().clear();
    }

    /** Walks again for what an invalidation removed, as an eager ITS does. */
    private void walkAgain()
    {
        if (!isEnabled || !caching.isEager())
        {
            return;
        }
        for (int i = 0; i < level1Devices.removed().size(); i++)
        {
            walk.touchDevice((int)level1Devices.removed().getLong(i));
        }
        for (int i = 0; i < devices.removed().size(); i++)
        {
            keptDevice((int)devices.removed().getLong(i));
        }
        for (int i = 0; i < level1Events.removed().size(); i++)
        {
            final long key = level1Events.removed().getLong(i);
            final long device = keptDevice((int)(key >>> Integer.SIZE));
            if (device != TableWalk.FAILED && device != TableWalk.OUT_OF_RANGE)
            {
                walk.event((int)(key >>> Integer.SIZE), device, (int)key);
            }
        }
        for (int i = 0; i < translations.removed().size(); i++)
        {
            final long key = translations.removed().getLong(i);
            kept((int)(key >>> Integer.SIZE), (int)key);
        }
    }

    private static long key(final int deviceId, final int eventId)
    {
        return (long)deviceId << Integer.SIZE | Integer.toUnsignedLong(eventId);
    }
}
