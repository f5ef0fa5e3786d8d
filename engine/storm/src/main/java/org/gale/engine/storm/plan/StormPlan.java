package org.gale.engine.storm.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.flow.RequestSource;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.Asked;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestLoad;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.LaterStages;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.UserPath;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Plan of a storm. Everything but the space for its journal is checked when it is made, and nothing is created.
 *
 * @param settings chosen settings, durability among them; of a resumed storm those of its journal too
 * @param name     of the job; that of the profile for options alone
 * @param profile  of the traffic
 * @param config   the storm
 * @param workload of the profile
 * @param lanes    where other processes attach
 * @param spelling of settings in messages
 * @param begun    the storm that its journal was begun with; the storm itself, if it is not resumed
 * @param job      line that a new journal records; null for none
 */
public record StormPlan(
    SettingValues settings,
    String name,
    StormProfile profile,
    StormConfig config,
    Workload workload,
    StormLanes lanes,
    Spelling spelling,
    StormConfig begun,
    String job)
{
    /**
     * Returns this plan with the line of its job, which its journal records. On the virtual clock one stream has its
     * default window as a value, as the line does: a storm of that line has an equal report.
     */
    public StormPlan recording(final String line)
    {
        if (!isVirtual())
        {
            return new StormPlan(settings, name, profile, config, workload, lanes, spelling, begun, line);
        }
        final StormConfig recorded = config.shaped(SettingValues.NONE, shape());

        return new StormPlan(settings, name, profile, recorded,
            profile.workload(recorded, settings.only(profile.allSettings())), lanes, spelling, recorded, line);
    }

    /** Returns this plan with settings of its measurement, which win over its own. */
    public StormPlan measured(final SettingValues measurement)
    {
        return new StormPlan(
            settings.withAll(measurement), name, profile, config, workload, lanes, spelling, begun, job);
    }

    /**
     * Returns the value of every setting of the storm, chosen or not. Settings that limit nothing, or that others make
     * meaningless, have none.
     */
    public SettingValues effective()
    {
        final SettingValues recorded = SettingValues.NONE.withValuesOf(StormSettings.RECORDED, config.values());
        final SettingValues known = recorded.withValuesOf(OfferedSettings.ALL.stream().filter(setting ->
            !recorded.has(setting) && (settings.has(setting) || setting.defaultValue() != null)).toList(), settings)
            .withAll(profile.effective(settings.only(profile.settings())))
            .withAll(settings.only(profile.machineSettings()));
        SettingValues all = known.without(OfferedSettings.ALL.stream().filter(setting ->
            known.has(setting) && known.get(setting).equals(setting.unlimitedValue())).toList());
        if (lanes.directory() == null)
        {
            all = all.without(StormSettings.LANE_COUNT);
        }

        all = all.with(StormSettings.WINDOW, (long)config.windowOrDefault()).without(StormSettings.ITERATIONS)
            .without(StormSettings.PROFILE).without(StormSettings.RESUME);

        return ClockSettings.effective(all, settings, isVirtual(), profile);
    }

    /**
     * Describes this storm.
     *
     * @param version   of Gale
     * @param journal   directory as the user knows it; empty without a journal
     * @param temporary true to remove the journal at the end
     */
    public StormDescription described(
        final String version, final String journal, final boolean temporary, final StormResumed resumed)
    {
        return new StormDescription(Platform.ofHost(version), name, profile.name(), profile.settings(), config,
            settings, journal, temporary, resumed);
    }

    /** Returns the demands on this storm, by which its result is judged. */
    public Asked asked()
    {
        return Asked.of(config, workload.topology(), workload.hostModel().rules().housekeepers());
    }

    /** Returns the job of this storm, with a value for every key. */
    public Job effectiveJob()
    {
        final HostShape shape = shape();
        final SettingValues effective = effective();
        final SettingValues all = shape.partitions().isEmpty() ? effective : effective.without(StormSettings.PES);

        return new Job(name, all.with(HostShape.ORDER, shape.order()),
            HostKind.ofProfile(profile.name()), shape.partitions(), shape.groups(), shape.phases(), Map.of());
    }

    /** Returns the shape of the host with the window of its one stream, which may have none of its own. */
    private HostShape shape()
    {
        final HostShape shape = config.shape();
        final VmShape group = shape.groups().get(0);
        final DeviceShape device = group.devices().get(0);

        return shape.order() != HostShape.Order.HOST || !(device.stream() instanceof ClosedStream) ? shape :
            new HostShape(List.of(group.with(List.of(device.with(new ClosedStream(config.windowOrDefault()))))),
            shape.order(), shape.phases(), shape.partitions());
    }

    /** Returns whether the storm is a simulation on a clock of its own. */
    public boolean isVirtual()
    {
        return config.isVirtual();
    }

    /** Returns a sentence for each mistake that a storm may be run with. */
    public List<String> warnings()
    {
        return isVirtual() ? GuestLoad.warnings(config.shape()) : List.of();
    }

    /** Returns the machine that the storm needs. */
    public MachineConfig machine()
    {
        return workload.machine();
    }

    /** Returns {@code none}, {@code process} or {@code forced}. */
    public String durability()
    {
        return settings.get(StormSettings.DURABILITY);
    }

    public boolean hasJournal()
    {
        return !durability().equals(StormSettings.NONE);
    }

    /** Returns where the journal goes, or lies; null for none or for a temporary directory. */
    public Path journal()
    {
        return isResumed() ? settings.get(StormSettings.RESUME) :
            hasJournal() ? settings.get(StormSettings.JOURNAL) : null;
    }

    /** Returns the limit of the journal's segments, beyond which the oldest are purged; 0 for no limit. */
    public long limitBytes()
    {
        return settings.valueOr(StormSettings.JOURNAL_LIMIT, 0L);
    }

    /** Returns true if the storm of a journal is resumed. */
    public boolean isResumed()
    {
        return settings.has(StormSettings.RESUME);
    }

    /** Returns true if the duration may end the storm, false if the count alone does. */
    public boolean isTimed()
    {
        final boolean isBegunTimed =
            !isResumed() && (settings.has(StormSettings.DURATION) || !lanes.hasGenerator());

        return isBegunTimed || config.value(StormSettings.DURATION) < StormSettings.DURATION_UNLIMITED_NS;
    }

    public boolean isJsonOnStdout()
    {
        return ShownSettings.STDOUT.equals(settings.get(StormSettings.JSON));
    }

    /** Returns the files that reports are written to, each with its option. */
    List<UserPath> outputs()
    {
        final List<Setting<Path>> files = new ArrayList<>(ShownSettings.FILES);
        if (!isJsonOnStdout())
        {
            files.add(StormSettings.JSON);
        }

        return files.stream().filter(settings::has)
            .map(file -> new UserPath(spelling.of(file), settings.get(file))).toList();
    }

    /** Returns the files that are made beside an output, each named after it. */
    List<UserPath> derivedOutputs()
    {
        final Path percentiles = settings.get(ShownSettings.HGRM);
        final boolean isAlone = percentiles == null || (Files.exists(percentiles) && !Files.isRegularFile(percentiles));

        final Stream<Latency> latencies = Stream.concat(
            Latency.ofInterrupts(isVirtual()).stream().filter(latency -> latency != Latency.RESPONSE),
            LaterStages.of(config.shape().groups()).stream());

        return isAlone ? List.of() : Stream.concat(latencies, requests()).map(latency -> new UserPath(
            spelling.of(ShownSettings.HGRM), ShownSettings.percentileFile(percentiles, latency.label()))).toList();
    }

    private Stream<Latency> requests()
    {
        return RequestSource.isAny(config.shape()) ? Stream.of(Latency.REQUEST) : Stream.empty();
    }

    /** Returns the failure of a storm with a wrong value of a setting, see {@link SettingException}. */
    public OutcomeException refusal(final Setting<?> setting, final Object... finding)
    {
        final SettingException refusal = new SettingException(setting, finding);

        return new OutcomeException(Outcome.USAGE, refusal.message(spelling), refusal);
    }

    /** Returns a setting and its path as messages begin: {@code --json report.json}. */
    public String place(final Setting<Path> setting, final Path path)
    {
        return spelling.of(setting) + ' ' + path;
    }
}
