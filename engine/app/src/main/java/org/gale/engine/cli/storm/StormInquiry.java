package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gale.engine.cli.console.Program;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.page.AnswerPage;
import org.gale.engine.storm.answer.ChoiceInquiry;
import org.gale.engine.storm.answer.CostRange;
import org.gale.engine.storm.answer.DirectInquiry;
import org.gale.engine.storm.answer.Host;
import org.gale.engine.storm.answer.Runner;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.WhatIf;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Variation;
import org.gale.engine.storm.scenario.VariedJob;
import org.gale.engine.storm.topology.BootOrder;

/**
 * Question that many short runs of one job answer, planned before the first begins.
 *
 * @param question name of it
 * @param plan    of the job as it stands
 * @param planner of its runs
 * @param seeds   of these
 * @param asker   asks the question of a runner
 * @param outputs settings that name the files of the answer
 * @param heading of its page
 * @param job     as YAML
 */
record StormInquiry(String question, StormPlan plan, Runner.Planner planner, List<Long> seeds, Asker asker,
    SettingValues outputs, String heading, String job)
{
    /** Events of a run, at most. */
    private static final long EVENT_LIMIT = 50_000;
    private static final Path NO_JOURNAL = Path.of(StormSettings.NONE);
    private static final String DIRECT = "direct";
    private static final int ORDER_LIMIT = 20;

    /** Asker of a question. */
    @FunctionalInterface
    interface Asker
    {
        /** Finds the answer by some runs. */
        Answer ask(Runner runner, Answer.Head head);
    }

    /**
     * Plans the runs of {@code --what-if}.
     *
     * @param file       of a job of the user's own; null for one in the jar
     * @param variations texts of {@code --vary}, which are refused
     * @param seedCount  number of seeds
     * @param isFull     true for more loads and more overcommit
     * @param draws      of the costs that nobody has measured; null for as many as there are unless a user asks
     */
    static StormInquiry whatIf(final String file, final SettingValues given, final Assignments assigned,
        final List<String> variations, final int seedCount, final boolean isFull, final Integer draws)
    {
        if (!variations.isEmpty())
        {
            throw usage(StormSeries.WHAT_IF + " has its own choices, and " + StormSeries.VARY +
                " gives others (leave one out)");
        }
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final WhatIf named = file == null ?
            WhatIf.of(given.valueOrDefault(StormSettings.PROFILE), StormSeries.WHAT_IF) : null;
        final VariedJob job =
            file == null ? jobs.varied(named, assigned) : jobs.varied(file, System.in, assigned);
        final SettingValues beside = given.without(StormSettings.PROFILE);
        StormSeries.checkFiles(beside, StormSeries.WHAT_IF);
        final StormPlan plan = plan(jobs, job, beside, StormSeries.WHAT_IF);
        final HostKind kind = HostKind.ofProfile(described(plan).profile());
        final boolean isDirect = named == null ? kind == HostKind.GICV4 : named.isDirect();
        if (named == null && kind.isResident())
        {
            throw usage(file + ": kind " + kind.label() + " has neither direct injection nor a scheduler to ask " +
                "about (try machine.kind=gicv4)");
        }
        if ((isFull || draws != null) && !isDirect)
        {
            throw usage(
                (isFull ? "--full" : StormSeries.DRAWS) + " is for questions about direct injection (leave it out)");
        }
        if (plan.config().shape().partitions().size() > 0)
        {
            throw usage(StormSeries.WHAT_IF + ": a host with partitions has several pools (ask about one partition, " +
                "as a job of its own)");
        }
        final boolean isListed = file != null && WhatIf.isListed(file);
        final List<Long> seeds = seeds(plan, seedCount);
        final List<String> groups = groups(plan);
        final Host host = Host.of(plan);
        final Asker asker = isDirect ? (runner, head) -> new DirectInquiry(
            host, runner, seeds, groups, isListed ? DirectInquiry.LISTED : DirectInquiry.DRAWN)
            .ask(head, isFull, new CostRange.Extent(
            draws == null ? CostRange.DRAWS : draws, events(plan))) :
            (runner, head) -> new ChoiceInquiry(host, runner, seeds, groups).ask(
            head, WhatIf.SCHEDULING, WhatIf.ofScheduling().stream()
            .map(choice -> new ChoiceInquiry.Choice(choice.labels(), choice.values())).toList(), true);

        return new StormInquiry(isDirect ? DIRECT : "overcommit", plan,
            planner(jobs, job, beside, StormSeries.WHAT_IF), seeds, asker,
            outputs(beside), plan.name(), jobs.print(plan));
    }

    /**
     * Plans the runs of {@code --vary} with several seeds.
     *
     * @param variations texts of it
     */
    static StormInquiry varied(final VariedJob job, final SettingValues beside, final List<String> variations,
        final int seedCount)
    {
        final Variation variation = Variation.of(StormSeries.VARY, variations);
        StormSeries.checkFiles(beside, StormSeries.VARY);
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final StormPlan plan = plan(jobs, job, beside, "--seeds");
        final List<Long> seeds = seeds(plan, seedCount);
        final List<ChoiceInquiry.Choice> choices = new ArrayList<>();
        variation.runs().forEach(
            run -> choices.add(new ChoiceInquiry.Choice(List.copyOf(run.values()), run)));
        final Runner.Planner planner = planner(jobs, job, beside, StormSeries.VARY);
        for (final ChoiceInquiry.Choice choice : choices)
        {
            job.read(StormSeries.VARY, choice.values());            // refuses a key that has a value already
            planner.plan(choice.values(), false);
        }

        return new StormInquiry(Answer.VARY, plan, planner, seeds, (runner, head) -> new ChoiceInquiry(
            Host.of(plan), runner, seeds, groups(plan)).ask(head, variation.keys(), choices, false),
            outputs(beside), plan.name(), jobs.print(plan));
    }

    private static StormPlan plan(
        final JobPlanner jobs, final VariedJob job, final SettingValues beside, final String option)
    {
        jobs.plan(job.read(), job.source(), beside, StormOptions.SPELLING);        // checks the paths of the outputs
        final StormPlan plan = jobs.plan(
            job.read(option, Map.of()), job.source(), StormSeries.withoutOutputs(beside), StormOptions.SPELLING);
        if (!plan.isVirtual())
        {
            throw usage(option + ": intervals over seeds need the virtual clock, and this storm runs on the wall " +
                "clock (add --clock virtual)");
        }

        return plan;
    }

    private static Runner.Planner planner(
        final JobPlanner jobs, final VariedJob job, final SettingValues beside, final String option)
    {
        final SettingValues outputs = StormSeries.withoutOutputs(beside).without(ShownSettings.FAIL_IF)
            .without(StormSettings.SEED);                                       // each run has its own
        final SettingValues less = beside.has(StormSettings.COUNT) ? outputs : bounded(jobs, job, outputs, option);
        final SettingValues unjournaled = less.with(StormSettings.JOURNAL, NO_JOURNAL);

        return (values, isJournaled) ->
        {
            final SettingValues own = isJournaled ? less : unjournaled;

            return jobs.plan(job.readOver(option, values), job.source(),
                values.containsKey(StormSettings.COUNT.name()) ? own.without(StormSettings.COUNT) : own,
                StormOptions.SPELLING);
        };
    }

    /** Returns the settings of a run that ends early enough for many to be run. */
    private static SettingValues bounded(
        final JobPlanner jobs, final VariedJob job, final SettingValues less, final String option)
    {
        final StormPlan plan = jobs.plan(job.read(option, Map.of()), job.source(), less, StormOptions.SPELLING);

        return less.with(StormSettings.COUNT, Math.min(EVENT_LIMIT, events(plan)));
    }

    private static long events(final StormPlan plan)
    {
        final long count = plan.config().value(StormSettings.COUNT);

        return count == StormSettings.COUNT_UNLIMITED ? EVENT_LIMIT : count;
    }

    private static List<Long> seeds(final StormPlan plan, final int count)
    {
        final long first = plan.config().value(StormSettings.SEED);

        return LongStream.range(0, count).map(i -> first + i).boxed().toList();
    }

    private static List<String> groups(final StormPlan plan)
    {
        final List<String> names =
            plan.config().shape().groups().stream().map(group -> group.name()).toList();

        return names.size() > 1 ? names : List.of();
    }

    private static SettingValues outputs(final SettingValues beside)
    {
        return beside.only(List.<Setting<?>>of(StormSettings.JSON, ShownSettings.HTML));
    }

    /** Returns the head of the answer. */
    Answer.Head head()
    {
        final StormDescription description = described();
        final Platform platform = description.platform();

        return new Answer.Head(question, plan.name(), description.costs(), platform.version(), platform.jdk(),
            platform.cores(), groups(plan), seeds, "");
    }

    /** Returns what the answer assumes: the mark of each cost, and the boot orders that seeds draw. */
    AnswerPage.Assumed assumed()
    {
        final Host host = Host.of(plan);
        final List<List<String>> costs = host.spent().stream().map(
            cost -> List.of(cost.label(), host.costs().text(cost), host.costs().figure(cost).markText())).toList();
        final List<String> names = new ArrayList<>();
        plan.config().shape().groups().forEach(
            group -> IntStream.range(0, group.count()).forEach(vm -> names.add(group.name() + vm)));
        final List<String> orders = new ArrayList<>();
        if (question.equals(DIRECT))
        {
            seeds.stream().limit(ORDER_LIMIT).forEach(seed -> orders.add("seed " + seed + ": " +
                BootOrder.drawn(host.shape(), seed).vms().stream().map(names::get).collect(Collectors.joining(" "))));
        }
        if (orders.size() < seeds.size() && question.equals(DIRECT))
        {
            orders.add("and those of " + NumberText.counted(seeds.size() - orders.size(), "more seed"));
        }

        return new AnswerPage.Assumed(costs, orders);
    }

    /** Returns the description of the job as it stands. */
    StormDescription described()
    {
        return described(plan);
    }

    private static StormDescription described(final StormPlan plan)
    {
        return plan.described(Program.version(), "", false, StormResumed.NONE);
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
