package org.gale.engine.storm.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.result.Asked;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.CostFile;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GivenStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobForms;
import org.gale.engine.storm.scenario.JobParser;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.JobPrinter;
import org.gale.engine.storm.scenario.JobReader;
import org.gale.engine.storm.scenario.JobSchema;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Place;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.VariedJob;
import org.gale.engine.storm.scenario.VmShape;

/** Planner of the storms of jobs: reads a job, and hands its settings and the shape of its host to a plan. */
public final class JobPlanner
{
    private final StormProfiles profiles;
    private final JobForms forms;
    private final JobPaths paths;

    /** Creates a planner. */
    public JobPlanner(final StormProfiles profiles)
    {
        this.profiles = profiles;
        this.forms = profiles.forms();
        this.paths = new JobPaths(forms);
    }

    /**
     * Reads a job.
     *
     * @param word        file, or {@code -} for standard input
     * @param assignments of variables and paths
     * @throws JobException with every mistake
     */
    public Job read(final String word, final InputStream stdin, final Assignments assignments)
    {
        return JobReader.read(JobFile.read(word, stdin), forms, assignments);
    }

    /**
     * Reads the costs of a host.
     *
     * @param word file
     * @throws JobException with every mistake
     */
    public CostFile costs(final String word)
    {
        if (word.equals(NodeFile.STDIN))
        {
            throw new JobException(Place.ofOption(word), "costs come from a file, not from standard input (name one)");
        }

        return CostFile.read(
            NodeFile.read(word, InputStream.nullInputStream(), JobParser.COSTS, "no such file"), forms);
    }

    /**
     * Reads the tree of a job that varies.
     *
     * @param word        file, or {@code -} for standard input
     * @param assignments of variables and paths, for all runs
     * @throws JobException if it cannot be read, or is no job
     */
    public VariedJob varied(final String word, final InputStream stdin, final Assignments assignments)
    {
        return new VariedJob(JobFile.read(word, stdin), forms, assignments, word);
    }

    /**
     * Returns the storm that options describe alone as a job to be varied. Its LPIs follow from devices and events, and
     * so does its window unless an option gives it.
     *
     * @param given   settings that the user gave
     * @param options spelling of these
     * @throws OutcomeException if options contradict each other, or a path cannot be used
     */
    public VariedJob varied(final SettingValues given, final Spelling options)
    {
        final Job job = plan(given, options).effectiveJob().withoutFiles(forms);
        final List<VmShape> groups = job.groups().stream().map(group -> new VmShape(group.name(),
            group.values().without(StormSettings.LPIS), group.devices().stream()
            .map(device -> given.has(StormSettings.WINDOW) ? device : withoutWindow(device)).toList())).toList();

        return new VariedJob(
            JobPrinter.tree(job.with(groups), forms), forms, Assignments.NONE, job.name());
    }

    private static DeviceShape withoutWindow(final DeviceShape device)
    {
        final StreamShape stream = device.stream();

        return device.with(
            new GivenStream(TrafficKinds.of(stream.kind()), stream.values().without(StormSettings.WINDOW)));
    }

    /**
     * Returns the job of a comparison of choices.
     *
     * @param assignments of variables and paths, for all runs
     */
    public VariedJob varied(final WhatIf choices, final Assignments assignments)
    {
        final String file = choices.file();

        return new VariedJob(JobParser.parse(DeviceProfiles.file(file), file), forms, assignments, file);
    }

    /**
     * Plans the storm of a job.
     *
     * @param source  of the job, for messages
     * @param given   settings that the user gave beside the job, which win over it
     * @param options spelling of these
     * @throws JobException     if what the job says contradicts itself, or no machine has room for it
     * @throws OutcomeException if options contradict each other, or a path cannot be used
     */
    public StormPlan plan(final Job job, final String source, final SettingValues given, final Spelling options)
    {
        return recording(unrecorded(job, source, given, options));
    }

    /**
     * Plans the storm of a job that is not run here: the plan has no line for a journal.
     *
     * @param source  of the job, for messages
     * @param given   settings that the user gave beside the job, which win over it
     * @param options spelling of these
     * @throws JobException     if what the job says contradicts itself, or no machine has room for it
     * @throws OutcomeException if options contradict each other, or a path cannot be used
     */
    public StormPlan unrecorded(final Job job, final String source, final SettingValues given, final Spelling options)
    {
        for (final Setting<?> other : List.of(
            StormSettings.RESUME, StormSettings.PROFILE, TraceSettings.TRACE))
        {
            if (given.has(other))
            {
                throw new JobException(Place.ofOption(NodeFile.name(source)),
                    "a job says what to run, and so does " + options.of(other) + " (leave one of them out)");
            }
        }
        checkDuration(job, given, options);
        final VmShape first = job.groups().get(0);
        final Job changed = GroupOptions.applied(job, given, paths.of(first, first.devices().get(0)), options);

        return unrecorded(profiles.of(job.host().profile()), messages(changed, source, given, options));
    }

    /**
     * Plans the storm of the job that options describe alone, or the resumption of one.
     *
     * @param given   settings that the user gave
     * @param options spelling of these
     * @throws OutcomeException if options contradict each other, or a path cannot be used
     */
    public StormPlan plan(final SettingValues given, final Spelling options)
    {
        return plan(given, HostShape.Order.HOST, options);
    }

    /**
     * Plans the storm of the job that options describe alone, or the resumption of one.
     *
     * @param given   settings that the user gave
     * @param order   of the events of a profile
     * @param options spelling of these
     * @throws OutcomeException if options contradict each other, or a path cannot be used
     */
    public StormPlan plan(final SettingValues given, final HostShape.Order order, final Spelling options)
    {
        if (given.has(StormSettings.RESUME))
        {
            return TraceJob.checked(StormPlanning.resumed(given, profiles, options), options);
        }
        if (given.has(TraceSettings.TRACE))
        {
            final Path trace = given.get(TraceSettings.TRACE);

            return plan(TraceJob.of(given, options), trace.toString(), given.without(TraceSettings.TRACE), options);
        }
        TraceJob.checkNone(given, options);
        final StormProfile profile = profiles.of(given.valueOrDefault(StormSettings.PROFILE));

        return recording(unrecorded(
            profile, JobMessages.ofOptions(
            GroupOptions.job(profile.name(), profile.stated(given), order), paths, given, options)));
    }

    /**
     * Plans the whole of a storm whose shares are resumed, for its report.
     *
     * @param configuration of the journal of one share
     * @param share         that the storm is of a larger one
     * @param given         settings that the user chose, the directory among them
     * @param options       spelling of these
     * @throws OutcomeException if the journal records no job
     */
    public StormPlan resumedWhole(final RunConfiguration configuration, final Share share,
        final SettingValues given, final Spelling options)
    {
        final String line = configuration.value(RunConfiguration.JOB);
        if (line == null)
        {
            throw new OutcomeException(Outcome.USAGE, options.of(StormSettings.RESUME) + ' ' +
                given.get(StormSettings.RESUME) + ": its journals record no job");
        }

        return PlanOfShare.resumed(recorded(line, "job").storm(), share, given, profiles, options);
    }

    /**
     * Describes a storm whose shares were run elsewhere: no file of its job is read.
     *
     * @param line   its job
     * @param source of the line, for messages
     * @throws JobException if the line is no such job
     */
    public StormDescription described(final String line, final String source, final Platform platform)
    {
        final StormJob job = recorded(line, source).storm();
        final StormProfile profile = profiles.of(job.settings().valueOrDefault(StormSettings.PROFILE));

        return new StormDescription(platform, job.name(), profile.name(), profile.settings(),
            StormPlanner.of(job, profiles).config(), job.settings(), "", false, StormResumed.NONE);
    }

    /**
     * Returns the demands on a share of a storm, by which its result is judged.
     *
     * @param line  job of the whole storm
     * @param share {@link Share#WHOLE} of all of it
     * @throws JobException if the line is no such job
     */
    public Asked asked(final String line, final Share share)
    {
        return PlanOfShare.resumed(recorded(line, "job").storm(), share, SettingValues.NONE, profiles, Spelling.NAMES)
            .asked();
    }

    /** Returns the partitions of the host of a job that a journal records. */
    public Partitions partitions(final String line)
    {
        return StormPlanner.of(recorded(line, "job").storm(), profiles).partitions();
    }

    private StormPlan unrecorded(final StormProfile profile, final JobMessages messages)
    {
        try
        {
            return StormPlanning.of(storm(profile, messages, false), profiles, messages.spelling());
        }
        catch (final SettingException ex)
        {
            throw messages.refusal(ex);
        }
        catch (final OutcomeException ex)
        {
            throw messages.placed(ex);
        }
    }

    /**
     * Returns the storm that a job describes, with the settings that options gave beside its groups.
     *
     * @param isRecorded whether the job is that of a journal
     * @throws JobException     with every mistake of a file
     * @throws SettingException with the first mistake of options
     */
    private static StormJob storm(
        final StormProfile profile, final JobMessages messages, final boolean isRecorded)
    {
        final Job job = messages.job();
        final HostShape shape = new JobShaper(
            messages, profile.defaults().config().values(), isRecorded).shape();

        final SettingValues settings =
            ClockSettings.ofOption(settings(job, shape), GroupOptions.others(messages.given()));

        return new StormJob(job.name(), (isRecorded ? settings : TraceJob.withEnd(settings, shape))
            .with(StormSettings.PROFILE, profile.name()), shape);
    }

    /** Returns the messages about the job of a file, or of a journal. */
    private JobMessages messages(
        final Job job, final String source, final SettingValues given, final Spelling options)
    {
        return new JobMessages(job, Place.ofOption(NodeFile.name(source)), paths, given, options);
    }

    /**
     * Returns a plan with the line that its journal records.
     *
     * @throws OutcomeException if the line is longer than a journal takes
     */
    private StormPlan recording(final StormPlan plan)
    {
        return plan.hasJournal() || plan.settings().has(MeasureSettings.SHARE) ? plan.recording(record(plan)) : plan;
    }

    /** Refuses an option that asks for another duration than the phases have. */
    private static void checkDuration(final Job job, final SettingValues given, final Spelling options)
    {
        final long sumNs = PhaseShape.sumNs(job.phases());
        if (!job.phases().isEmpty() && given.valueOr(StormSettings.DURATION, sumNs) != sumNs)
        {
            throw new JobException(Place.ofOption(options.of(StormSettings.DURATION)),
                Quantity.durationText(given.get(StormSettings.DURATION)) + " is not the sum of the phases, " +
                Quantity.durationText(sumNs) + " (leave it out, or set the duration of a phase)");
        }
    }

    /** Returns the settings of a job, those of its group among them if that is the whole host. */
    private static SettingValues settings(final Job job, final HostShape shape)
    {
        final SettingValues given = job.values().without(HostShape.ORDER);
        final SettingValues ofStorm = shape.partitions().isEmpty() ? given : given.with(StormSettings.PES,
            shape.partitions().stream().mapToLong(partition -> (long)partition.count() * partition.pes()).sum());
        if (shape.order() == HostShape.Order.HOST)
        {
            final VmShape group = job.groups().get(0);
            final DeviceShape device = group.devices().get(0);

            return ofStorm.withAll(group.values()).withAll(device.values()).withAll(device.given().values())
                .without(DeviceShape.TARGET).without(DeviceShape.PRIORITY);
        }

        return shape.phases().isEmpty() ? ofStorm : ofStorm.with(
            StormSettings.DURATION, PhaseShape.sumNs(job.phases()));
    }

    /**
     * Returns a failure with the place of the key that it is about, if the file has the key.
     *
     * @param source of the job, for messages
     * @param given  settings that the user gave beside the job
     */
    public RuntimeException placed(
        final Job job, final SettingValues given, final String source, final OutcomeException failure)
    {
        return messages(job, source, given, Spelling.NAMES).placed(failure);
    }

    /** Writes the schema of jobs as indented JSON. */
    public void schema(final Writer out) throws IOException
    {
        JobSchema.write(forms, out);
    }

    /** Returns the effective job of a plan as YAML, complete and without variables. */
    public String print(final StormPlan plan)
    {
        return JobPrinter.yaml(plan.effectiveJob(), forms);
    }

    /**
     * Returns the effective job of a plan as one line of JSON for its journal. No file of the host is named in it.
     *
     * @throws OutcomeException if the storm has a journal, and the line is longer than a journal takes
     */
    public String record(final StormPlan plan)
    {
        final String line = JobPrinter.json(plan.effectiveJob().withoutFiles(forms), forms);
        final int bytes = line.getBytes(StandardCharsets.UTF_8).length;
        if (plan.hasJournal() && bytes > RunConfiguration.UNPACKED_JOB_LIMIT)
        {
            throw tooLong(bytes, "", RunConfiguration.UNPACKED_JOB_LIMIT);
        }
        final int stored = plan.hasJournal() ? RunConfiguration.storedJob(line).length() : 0;
        if (stored > RunConfiguration.JOB_LIMIT && bytes > RunConfiguration.JOB_LIMIT)
        {
            throw tooLong(stored, ", packed", RunConfiguration.JOB_LIMIT);
        }

        return line;
    }

    private static OutcomeException tooLong(final int bytes, final String how, final int limit)
    {
        return new OutcomeException(Outcome.USAGE, "the effective job has " + NumberText.counted(bytes, "byte") + how +
            ", and a journal records at most " + NumberText.count(limit) +
            " (write fewer groups, or keep no journal)");
    }

    /** Returns the hash of each trace that a storm reads, by the path of the trace. */
    public static Map<String, String> traces(final StormPlan plan)
    {
        return TraceJob.hashes(plan);
    }

    /**
     * Reads the job that a journal records.
     *
     * @param source of the line, for messages
     * @throws JobException if the line is no such job
     */
    public RecordedJob recorded(final String line, final String source)
    {
        final Job job = JobReader.read(JobParser.parse(line, source), forms, Assignments.NONE);

        return new RecordedJob(job, storm(profiles.of(job.host().profile()),
            messages(job, source, SettingValues.NONE, Spelling.NAMES), true));
    }

    /** Returns a job as YAML. */
    public String print(final Job job)
    {
        return JobPrinter.yaml(job, forms);
    }
}
