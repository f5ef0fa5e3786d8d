package org.gale.engine.gicv5.its;

import java.util.function.LongSupplier;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.gicv5.irs.EventKind;
import org.gale.engine.gicv5.irs.SoftwareErrors;
import org.gale.engine.machine.OperationDelays;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.TranslationQueries.Translation;
import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;
import org.gale.tables.its.DeviceIdBits;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Itte;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsCr1;
import org.gale.tables.register.ItsDidr;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.ItsGenEventDidr;
import org.gale.tables.register.ItsGenEventr;
import org.gale.tables.register.ItsIdr0;
import org.gale.tables.register.ItsIdr1;
import org.gale.tables.register.ItsIdr2;
import org.gale.tables.register.ItsInvDevicer;
import org.gale.tables.register.ItsInvEventr;
import org.gale.tables.register.ItsReadEventDatar;
import org.gale.tables.register.ItsReadEventr;
import org.gale.tables.register.ItsStatusr;
import org.gale.tables.register.PaRange;

/**
 * Interrupt translation service of the Non-secure domain. An event of a device is translated, and then delivered as an
 * event of an LPI. An event that the tables do not translate is dropped, counted and reported as a software error
 * (B-ITS-3).
 *
 * <p>Nothing is queued: invalidations and synchronizations complete at once, and every IDLE bit reads 1, unless
 * the machine delays operations. Translations are cached only if the machine asks for it. Owned by the thread that
 * owns the machine.
 */
public final class Its
{
    static final int AIDR = Aidr.COMPONENT.set(0, Aidr.COMPONENT_ITS);
    static final int IDLE = ItsStatusr.IDLE.mask();

    private static final int CR1_MASK = Field.maskOf(ItsCr1.FIELDS);
    private static final int DT_CFGR_MASK = Field.maskOf(ItsDtCfgr.FIELDS);
    private static final long DT_BASER_MASK = LongField.maskOf(ItsDtBaser.FIELDS);
    private static final long DIDR_MASK = LongField.maskOf(ItsDidr.FIELDS);
    private static final long GEN_EVENT_DIDR_MASK = LongField.maskOf(ItsGenEventDidr.FIELDS);
    private static final int ALL_L2_SIZES = 7;

    private final EventWalk walk;
    private final TranslationCache cache;
    private final int owner;
    private final LpiSink sink;
    private final SoftwareErrors errors;
    private final int idr0;
    private final int idr1;
    private final int idr2;
    private long dtBaser;
    private int dtCfgr;
    private int cr1;
    private long didr;
    private int eidr;
    private long genEventDidr;
    private int genEventEidr;
    private long readEventDatar;
    private long untranslated;

    /**
     * Makes an ITS at reset.
     *
     * @param number       of the ITS, from 0 on
     * @param deviceIdBits width of the DeviceIDs that the ITS distinguishes
     * @param eventIdBits  width of the EventIDs that the ITS distinguishes
     * @param swe          true to report software errors
     * @param caching      whether table entries are kept until they are invalidated
     * @param owner        physical side of the interrupt domain that the ITS belongs to, as an {@link OwnerId}
     * @param sink         receives the events of LPIs
     */
    public Its(
        final int number,
        final PhysicalMemory memory,
        final DeviceIdBits deviceIdBits,
        final EventIdBits eventIdBits,
        final boolean swe,
        final ItsCaching caching,
        final int owner,
        final LpiSink sink)
    {
        this.cache = caching == ItsCaching.NONE ? null : new TranslationCache(caching);
        this.walk = cache != null && cache.isSeeded() ? new LineWalk(memory, deviceIdBits, eventIdBits, cache) :
            new EventWalk(memory, deviceIdBits, eventIdBits, cache);
        this.owner = owner;
        this.sink = sink;
        this.errors = new SoftwareErrors(swe);
        this.idr0 = ItsIdr0.SWE.with(ItsIdr0.PA_RANGE.set(
            ItsIdr0.INT_DOM.set(ItsIdr0.ITSID.set(0, number), InterruptDomain.NON_SECURE), PaRange.BITS_56), swe);
        this.idr1 = ItsIdr1.L2SZ.set(
            ItsIdr1.DEVICEID_BITS.set(ItsIdr1.DT_LEVELS.mask() | ItsIdr1.ITT_LEVELS.mask(), deviceIdBits.bits()),
            ALL_L2_SIZES);
        this.idr2 = ItsIdr2.EVENTID_BITS.set(0, eventIdBits.bits());
    }

    /**
     * Translates an event of a device. Has no side effect unless the ITS caches, so that many events may be translated
     * before the first is delivered. {@link #event} or {@link #fail} completes the event.
     *
     * @param deviceId 32 bits unsigned
     * @param eventId  32 bits unsigned
     * @return the encoded valid {@link L2Itte}, or 0
     */
    public long translate(final int deviceId, final int eventId)
    {
        return walk.translate(deviceId, eventId);
    }

    /**
     * Performs the first half of {@link #translate}, for runs. If the entries of many events are found in one loop and
     * loaded in the next, the loads overlap.
     *
     * @return a place for {@link #entryAt}; negative if the event needs {@link #translate}
     */
    public long locate(final int deviceId, final int eventId)
    {
        return walk.locate(deviceId, eventId);
    }

    /**
     * Performs the second half of {@link #translate}, with an equal result.
     *
     * @return the encoded valid {@link L2Itte}, or 0
     */
    public long entryAt(final long place)
    {
        return walk.entryAt(place);
    }

    /** Returns the walk of events. */
    EventWalk walk()
    {
        return walk;
    }

    /** Returns whether entries are cached: an event is then translated only when all earlier ones are delivered. */
    public boolean isCaching()
    {
        return cache != null;
    }

    /** Returns whether the last translation loaded from a page that holds a live interrupt state table. */
    public boolean hasReadLiveTable()
    {
        return walk.hasReadLiveTable();
    }

    /**
     * Delivers an event that {@link #translate} has translated.
     *
     * @param itte encoded valid {@link L2Itte} of the event
     * @param kind one of {@link EventKind}
     * @return whether its LPI could be reached
     */
    boolean deliver(final int deviceId, final int eventId, final long itte, final int kind)         // B-ITS-5
    {
        return sink.translated(deviceId, eventId, ownerOf(itte), Intid.of(Intid.TYPE_LPI, L2Itte.lpiId(itte)), kind);
    }

    /** Drops and counts an event without a translation, and reports the walk that failed as a software error. */
    public void fail(final int deviceId, final int eventId)                     // B-ITS-3, M-SWERR
    {
        untranslated++;
        walk.report(deviceId, eventId, errors);
    }

    /**
     * Translates an event of a device, and delivers it to its LPI or drops it.
     *
     * @param kind one of {@link EventKind}
     * @return whether an LPI was reached
     */
    public boolean event(final int deviceId, final int eventId, final int kind)
    {
        final long itte = walk.translate(deviceId, eventId);
        if (itte == EventWalk.NOTHING)
        {
            fail(deviceId, eventId);
            return false;
        }

        return deliver(deviceId, eventId, itte, kind);
    }

    /** Sets the source of the number of the command that is applied: kept walks remember it, outside all state. */
    public void numberedBy(final LongSupplier number)
    {
        if (cache != null)
        {
            cache.numberedBy(number);
        }
    }

    /** Lets delays of operations decide what a cache keeps and drops, if it is one of that kind (M-ORD-9). */
    public void keptBy(final OperationDelays delays, final int number)
    {
        errors.observedBy(delays, ItsError::text);
        if (cache != null && cache.isSeeded())
        {
            cache.keptBy(delays, number);
        }
    }

    /** Returns how an event would be translated now, with the entries that it uses. A query. */
    public Translation translation(final int deviceId, final int eventId)
    {
        return new TracedWalk(walk, cache).of(deviceId, eventId);
    }

    /**
     * Returns where an event would go now. A query.
     *
     * @return the encoded owner in bits 63:32 and the INTID in bits 31:0, or {@link TranslationQueries#NONE}
     */
    public long target(final int deviceId, final int eventId)
    {
        return target(walk.peek(deviceId, eventId));
    }

    /** Returns where the tables in RAM lead an event now, as {@link #target} does. A query. */
    public long tableTarget(final int deviceId, final int eventId)
    {
        return target(uncached().translate(deviceId, eventId));
    }

    /** Returns how the tables in RAM would translate an event now, whatever is cached. A query. */
    public Translation tableTranslation(final int deviceId, final int eventId)
    {
        return new TracedWalk(uncached(), null).of(deviceId, eventId);
    }

    /** Returns a walk of the tables without a cache. */
    private EventWalk uncached()
    {
        final EventWalk uncached = new EventWalk(walk.memory(), new DeviceIdBits(ItsIdr1.DEVICEID_BITS.get(idr1)),
            new EventIdBits(ItsIdr2.EVENTID_BITS.get(idr2)), null);
        if (walk.isEnabled())
        {
            uncached.enable(dtBaser, dtCfgr);                                   // M-CFG: as when ITSEN became 1
        }

        return uncached;
    }

    /** Returns the encoded owner of the LPI that an entry names. */
    private int ownerOf(final long itte)
    {
        return L2Itte.isVirtual(itte) ? OwnerId.vm(owner, L2Itte.vmId(itte)) : owner;
    }

    private long target(final long itte)
    {
        return itte == EventWalk.NOTHING ? TranslationQueries.NONE :
            (long)ownerOf(itte) << Integer.SIZE | Intid.of(Intid.TYPE_LPI, L2Itte.lpiId(itte));
    }

    /** Returns the number of dropped events, which the tables do not translate or which met a disabled ITS. */
    public long untranslated()
    {
        return untranslated;
    }

    /** Returns the software error registers of this ITS. */
    public SoftwareErrors errors()
    {
        return errors;
    }

    /** Passes all registers. The latched table is what they say, and is read on each walk: RAM may come later. */
    public void state(final StateStream stream)
    {
        dtBaser = stream.bits("ITS_DT_BASER", dtBaser, DT_BASER_MASK);
        dtCfgr = (int)stream.bits("ITS_DT_CFGR", dtCfgr, DT_CFGR_MASK);
        final boolean isEnabled = stream.flag(walk.isEnabled());
        if (stream.isRestoring())
        {
            writeCr0(ItsCr0.ITSEN.with(0, isEnabled));
        }
        cr1 = (int)stream.bits("ITS_CR1", cr1, CR1_MASK);
        didr = stream.bits("ITS_DIDR", didr, DIDR_MASK);
        eidr = stream.word32(eidr);
        genEventDidr = stream.bits("ITS_GEN_EVENT_DIDR", genEventDidr, GEN_EVENT_DIDR_MASK);
        genEventEidr = stream.word32(genEventEidr);
        readEventDatar = stream.word(readEventDatar);
        errors.state(stream);
        if (cache != null)
        {
            cache.state(stream);
        }
    }

    /** Passes counts, which are no registers. */
    public void counts(final StateStream stream)
    {
        untranslated = stream.word(untranslated);
        errors.counts(stream);
    }

    int idr0()
    {
        return idr0;
    }

    int idr1()
    {
        return idr1;
    }

    int idr2()
    {
        return idr2;
    }

    int cr0()
    {
        return ItsCr0.ITSEN.with(ItsCr0.IDLE.mask(), walk.isEnabled());
    }

    int cr1()
    {
        return cr1;
    }

    long dtBaser()
    {
        return dtBaser;
    }

    int dtCfgr()
    {
        return dtCfgr;
    }

    long didr()
    {
        return didr;
    }

    int eidr()
    {
        return eidr;
    }

    long genEventDidr()
    {
        return genEventDidr;
    }

    int genEventEidr()
    {
        return genEventEidr;
    }

    long readEventDatar()
    {
        return readEventDatar;
    }

    void writeCr0(final int value)                                              // B-ITS-2
    {
        if (!ItsCr0.ITSEN.isSet(value))
        {
            walk.disable();
        }
        else if (!walk.isEnabled())
        {
            walk.enable(dtBaser, dtCfgr);
        }
    }

    void writeCr1(final int value)                                              // B-ITS-15
    {
        cr1 = value & CR1_MASK;
    }

    void writeDtBaser(final long value)                                         // M-CFG
    {
        if (!walk.isEnabled())
        {
            dtBaser = value & DT_BASER_MASK;
        }
    }

    void writeDtCfgr(final int value)                                           // M-CFG
    {
        if (!walk.isEnabled())
        {
            dtCfgr = value & DT_CFGR_MASK;
        }
    }

    void writeDidr(final long value)                                            // B-ITS-10
    {
        didr = value & DIDR_MASK;
    }

    void writeEidr(final int value)
    {
        eidr = value;
    }

    void writeGenEventDidr(final long value)
    {
        genEventDidr = value & GEN_EVENT_DIDR_MASK;
    }

    void writeGenEventEidr(final int value)
    {
        genEventEidr = value;
    }

    void writeInvEventr(final int value)                                        // B-ITS-8, B-ITS-10
    {
        if (cache == null || !ItsInvEventr.I.isSet(value))
        {
            return;
        }
        final boolean ofL1 = ItsInvEventr.L1.isSet(value);
        cache.invalidateEvents((int)didr, eidr, ofL1, ItsInvEventr.ITT_L2SZ.get(value));
        if (ofL1)
        {
            walk.walkAgain();
        }
        else
        {
            walk.walkAhead((int)didr, eidr);
        }
    }

    /** Writes INV_DEVICER. In a linear device table there is no L1 DTE, and the device alone is invalidated. */
    void writeInvDevicer(final int value)                                       // B-ITS-9, B-ITS-10
    {
        if (cache == null || !ItsInvDevicer.I.isSet(value))
        {
            return;
        }
        if (ItsInvDevicer.L1.isSet(value) && walk.twoLevelL2sz() >= 0)
        {
            cache.invalidateDevices((int)didr, walk.twoLevelL2sz());
        }
        else
        {
            cache.invalidateDevice((int)didr, ItsInvDevicer.EVENTID_BITS.get(value));
        }
        walk.walkAgain();
    }

    /** Writes READ_EVENTR. A read of a translation is no event: one that fails is neither counted nor reported. */
    void writeReadEventr(final int value)                                       // B-ITS-14, M-GEN
    {
        if (!ItsReadEventr.R.isSet(value))
        {
            return;
        }
        final long itte = walk.peek((int)didr, eidr);
        readEventDatar = 0;
        if (itte != EventWalk.NOTHING)
        {
            readEventDatar = ItsReadEventDatar.LPI_ID.set(ItsReadEventDatar.VALID.mask(), L2Itte.lpiId(itte));
            if (L2Itte.isVirtual(itte))
            {
                readEventDatar = ItsReadEventDatar.VM_ID.set(
                    ItsReadEventDatar.VIRT.with(readEventDatar, true), L2Itte.vmId(itte));
            }
        }
    }

    /** Writes GEN_EVENTR. TARGET_DOMAIN is ignored: IDR2.XDMN_EVENTS is 0, because no event crosses domains. */
    void writeGenEventr(final int value)                                        // B-ITS-13, M-GEN
    {
        if (ItsGenEventr.R.isSet(value))
        {
            event((int)genEventDidr, genEventEidr, EventKind.SET_EDGE);
        }
    }
}
