package org.gale.engine.report;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.ProfileDefaults;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.ResponseHeat;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.result.VectorAccount;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.ThreadCpus;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.support.StormConfigs;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Results that a storm of two VMs might have. */
public final class StormResults
{
    public static final StormConfig CONFIG = StormConfigs.begin().vms(2).build();
    public static final StormConfig WITH_RATE = StormConfigs.begin().vms(2).ratePerS(8e6).uncounted().build();
    public static final StormConfig WITH_ALL = StormConfigs.begin().vms(2).latencyEvery(1).build();
    public static final StormDescription SETTING = setting(CONFIG);
    public static final StormProof PROOF =
        new StormProof(StormProof.Extent.EQUAL, 0x3f9c_07d2_e5b1_88a4L, 16_234_567.8);

    public static final Stalls STALLS = new Stalls(6_500_000_000L, 2, List.of(
        new Stalls.OfThread("engine", 26_000_000, 3_100_000), new Stalls.OfThread("generator", 13_000_000, 1_040_000),
        new Stalls.OfThread(Stalls.HELPERS, 6_500_000, 0)), 0, 0);

    public static final StormHistory HISTORY = new StormHistory(
        List.of(interval(0, true, 2_999_900), interval(1, false, 14_000_000), interval(2, false, 15_000_000)),
        heat(), 0);

    /** Parts of a storm of eight quiet VMs, of a loud one to which nothing was offered, and of an event of no VM. */
    public static final Parts UNLIKE = new Parts(List.of(
        group("quiet", 8, new EventAccount(0, 99_999_999, 99_999_870, 128, 0, 1),
        LatencySummary.of(histogram(4_095, 311_295))),
        group("loud", 1, EventAccount.NONE, LatencySummary.EMPTY),
        group("none", 0, new EventAccount(0, 1, 0, 0, 1, 0), LatencySummary.EMPTY)), List.of());

    /** Parts of a storm of a quiet group in two phases. */
    public static final Parts PHASED = new Parts(List.of(group("quiet", 2,
        new EventAccount(0, 20, 19, 0, 0, 1), LatencySummary.EMPTY)), List.of(
        phase("calm", 0, new EventAccount(0, 12, 8, 1, 0, 3), latency(9, -1, 1, 2, 3, 4, 5, 7)),
        phase("noise", 2_000_000_000L, new EventAccount(3, 8, 10, 0, 0, 1), LatencySummary.EMPTY)));

    /** Parts of a storm of one group of two VMs. */
    private static final Parts ONE_GROUP = new Parts(List.of(group("vm", 2,
        new EventAccount(0, 100_000_000, 99_999_872, 128, 0, 0), LatencySummary.of(histogram(4_095, 311_295)))),
        List.of());

    private StormResults()
    {
    }

    /** Groups and phases of a storm. */
    public record Parts(List<Part> groups, List<Part> phases)
    {
    }

    private static Part phase(
        final String name, final long startNs, final EventAccount account, final LatencySummary response)
    {
        return phase(name, startNs, 2_000_000_000L, account, response, List.of(group("quiet", 2, account, response)));
    }

    /** Returns a group of VMs whose samples are not known. */
    public static Part group(
        final String name, final int vms, final EventAccount account, final LatencySummary response)
    {
        return group(name, vms, account, response, null);
    }

    /** Returns a group of VMs whose samples are not known. */
    public static Part group(final String name, final int vms, final EventAccount account,
        final LatencySummary response, final LatencySummary request)
    {
        return new Part(name, vms, null, account, new Part.Times(response, null), null,
            request == null ? null : new Part.Times(request, null), null, List.of());
    }

    /** Returns a phase whose samples are not known. */
    public static Part phase(final String name, final long startNs, final long lengthNs, final EventAccount account,
        final LatencySummary response, final List<Part> groups)
    {
        return new Part(name, 0, new Part.Span(startNs, lengthNs), account, new Part.Times(response, null), null, null,
            null, groups);
    }

    public static StormDescription setting(final StormConfig config)
    {
        return setting(config, JobProfiles.ALL.of("default"), SettingValues.NONE, StormResumed.NONE);
    }

    /** Returns a description of a storm with some settings. */
    public static StormDescription setting(
        final StormConfig config, final StormProfile profile, final SettingValues settings, final StormResumed resumed)
    {
        return new StormDescription(new Platform("0.1.0", "17.0.15", 2), profile.name(), profile.name(),
            profile.settings(), config, settings,
            "gale-7f3a91", true, resumed);
    }

    /** Returns the default profile with settings of its own. */
    public static StormProfile profile(final List<Setting<?>> own)
    {
        return profile("default", own);
    }

    /** Returns the default profile with another name, and settings of its own. */
    public static StormProfile profile(final String name, final List<Setting<?>> own)
    {
        return new OtherProfile(name, JobProfiles.ALL.of("default"), own);
    }

    private record OtherProfile(String name, StormProfile profile, List<Setting<?>> settings) implements StormProfile
    {
        @Override
        public List<String> traffic()
        {
            return profile.traffic();
        }

        @Override
        public List<String> basis()
        {
            return profile.basis();
        }

        @Override
        public ProfileDefaults defaults()
        {
            return profile.defaults();
        }

        @Override
        public void checkPes(final HostShape shape, final int pes, final boolean isVirtual)
        {
            profile.checkPes(shape, pes, isVirtual);
        }

        @Override
        public List<Setting<?>> virtualSettings()
        {
            return List.of();
        }

        @Override
        public List<Setting<?>> clockSettings()
        {
            return List.of();
        }

        @Override
        public List<Setting<?>> machineSettings()
        {
            return List.of();
        }

        @Override
        public void checkClock(final StormConfig config, final SettingValues own)
        {
            // There are no settings of the virtual clock.
        }

        @Override
        public SettingValues effective(final SettingValues own)
        {
            return profile.effective(own);
        }

        @Override
        public Workload workload(final StormConfig config, final SettingValues own)
        {
            return profile.workload(config, own);
        }
    }

    /** Returns a sound storm whose measured part, a second, has as many events as its generator reached. */
    public static StormResult atPace(final GeneratorPace pace)
    {
        final StormResult sound = sound();
        final MeasuredRates rates = sound.rates();
        final long events = Math.round(pace.reachedPerS());

        return with(with(sound, "rates", new MeasuredRates(rates.warmup(), 1_000_000_000L, events, events)),
            "generator.pace", pace);
    }

    /** Returns a result as one of the virtual clock, whose times are those of a model. */
    public static StormResult modelled(final StormResult result, final Modelled model)
    {
        return with(with(with(with(result, "model", model), "generator", null), "host", null),
            "latencies.others", Map.of());
    }

    public static StormResult sound()
    {
        return result(CONFIG, accounting(100_000_000, 99_999_872, 128), 14_710_981.4, true, 0, null);
    }

    public static StormResult result(
        final StormConfig config,
        final StormAccounting accounting,
        final double reachedPerS,
        final boolean keptUp,
        final long refused,
        final String failure)
    {
        final Map<String, Histogram> stages = new LinkedHashMap<>();
        stages.put("late", histogram(63, 4_095));
        stages.put("queued", histogram(3_455, 307_199));
        stages.put("translated", histogram(24, 40_959));
        stages.put("signalled", histogram(18, 36_863));
        stages.put("acknowledged", histogram(511, 61_439));
        stages.put("deactivated", histogram(0, 0));

        final GeneratorPace pace = new GeneratorPace(
            config.value(StormSettings.RATE), reachedPerS, reachedPerS, keptUp ? 0 : 3,
            refused > 0 ? 0.5 : 0, 0, 9, 4_095, false);

        return new StormResult(
            new StormTotals(6_797_642_000L, accounting, null, ONE_GROUP.groups(), List.of(), List.of(),
                new SentEvents(accounting.offered(), 0, accounting.rejectedOfNoVm(), List.of()), StormActions.NONE),
            new MeasuredRates(
                new Warmup.Past(Warmup.Ending.SETTLED, 297_642_000L, 3_000_000, 2_999_900), 6_500_000_000L,
                accounting.offered() - 3_000_000, accounting.delivered() - 2_999_900),
            new GeneratorTotals(pace, histogram(1_000, 1_215), refused, new LaneWords(100_781_250, 100_781_250, 0)),
            new StormLatencies(histogram(4_095, 311_295),
                StormLatencies.others(null, histogram(607, 65_535), null), stages,
                List.of(histogram(4_095, 311_295), histogram(4_095, 300_031)), Map.of(), List.of(), null,
                new MeasuredDeliveries(
                    accounting.delivered() - 2_999_900, List.of(accounting.delivered() - 2_999_900), Map.of())),
            new HostEffects(STALLS, List.of(), ThreadCpus.ANY, List.of()),
            null,
            new JournalTotals(100_781_250, 24_415, 870_123_456, 7, 0x3f9c_07d2_e5b1_88a4L),
            new StormVerdict(
                failure == null ? Outcome.OK : Outcome.INVARIANT_BROKEN, failure, null, null, false,
                failure == null ? StormEnd.COUNT : StormEnd.FAILED),
            HISTORY);
    }

    /** Returns a result with other groups and phases. */
    public static StormResult with(final StormResult result, final Parts parts)
    {
        return with(with(result, "totals.groups", parts.groups()), "totals.phases", parts.phases());
    }

    /**
     * Returns a record that differs from another in one value.
     *
     * @param path names of the components that lead to the value, with a dot between: {@code rates.pace}
     */
    public static <T extends Record> T with(final T other, final String path, final Object value)
    {
        final String[] names = path.split("[.]", 2);
        final RecordComponent[] components = other.getClass().getRecordComponents();
        final Class<?>[] types = new Class<?>[components.length];
        final Object[] values = new Object[components.length];
        boolean isFound = false;
        try
        {
            for (int i = 0; i < components.length; i++)
            {
                types[i] = components[i].getType();
                values[i] = components[i].getAccessor().invoke(other);
                if (components[i].getName().equals(names[0]))
                {
                    values[i] = names.length == 1 ? value : with((Record)values[i], names[1], value);
                    isFound = true;
                }
            }
            assertTrue(isFound, "no component " + names[0]);
            @SuppressWarnings("unchecked")
            final T changed = (T)other.getClass().getConstructor(types).newInstance(values);

            return changed;
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new LinkageError(path, ex);
        }
    }

    /** Returns the accounting of 1,000 events of vectors, which hold some of them. */
    public static StormAccounting ofVectors()
    {
        return new StormAccounting(1_000, 979, 10, 0, Map.of(StormAccounting.NOT_ENABLED, 6L, "unreachable", 1L),
            List.of(new StormAccounting.OfVm(0, new EventAccount(0, 1_000, 979, 10, 7, 0, 4))),
            new VectorAccount(4, 5, 2, 1), List.of());
    }

    public static StormAccounting accounting(final long offered, final long delivered, final long coalesced)
    {
        final Map<String, Long> rejected = new LinkedHashMap<>();
        rejected.put(StormAccounting.UNTRANSLATED, 0L);
        rejected.put(StormAccounting.UNREACHABLE, 0L);
        rejected.put(StormAccounting.WITHDRAWN_CLEARED, 0L);
        rejected.put(StormAccounting.WITHDRAWN_UNMAPPED, 0L);
        final long half = offered / 2;

        return new StormAccounting(offered, delivered, coalesced, 0, rejected, List.of(
            new StormAccounting.OfVm(0, new EventAccount(0, half, half, 0, 0, 0)),
            new StormAccounting.OfVm(1, new EventAccount(0, offered - half, delivered - half, coalesced, 0, 0))),
            List.of());
    }

    /** Returns a histogram with many of one value and one of another. */
    public static Histogram histogram(final long usual, final long highest)
    {
        final Histogram histogram = new Histogram(60_000_000_000L, 3);
        histogram.recordValueWithCount(usual, 9_999);
        histogram.recordValue(highest);

        return histogram;
    }

    private static Interval interval(final int second, final boolean isWarmup, final long delivered)
    {
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        for (final String name : List.of("response", "service", "queued"))
        {
            latencies.put(name, latency(10_000, -1, 4_095 + second, 6_143, 12_287, 28_671, 90_111, 311_295));
        }
        return new Interval(second * 1_000_000_000L, 1_000_000_000L, isWarmup,
            new Interval.Counts(delivered + 7, delivered, 7, 1_024, 120_000_000), latencies,
            List.of());
    }

    /** Returns the response times of three slices of a second. */
    private static ResponseHeat heat()
    {
        final long[] heat = new long[HeatScale.STEPS];
        heat[HeatScale.step(4_095)] = 9_000;
        heat[HeatScale.step(311_295)] = 1_000;
        final List<Long> slice = LongStream.of(heat).boxed().toList();

        return new ResponseHeat(1_000_000_000, List.of(slice, slice, slice));
    }

    /**
     * Returns a latency.
     *
     * @param sum    of the samples, or -1
     * @param values of all percentiles
     */
    static LatencySummary latency(final long count, final long sum, final long... values)
    {
        return new LatencySummary(count, sum, LongStream.of(values).boxed().toList());
    }
}
