package org.gale.engine.hunt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.DelaySchedule;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionTranscript;
import org.gale.engine.script.SessionWatch;

/**
 * Search for the delays that make a failing seed fail, and writer of what is kept of it: of each session a journal, a
 * transcript and a schedule; the story, and the output of the program. Owned by one thread.
 */
public final class FindingWriter
{
    private final HuntPlan plan;
    private final ProgramRunner runner;
    private final String version;

    /** @param version of the program that writes the journals */
    public FindingWriter(final HuntPlan plan, final ProgramRunner runner, final String version)
    {
        this.plan = plan;
        this.runner = runner;
        this.version = version;
    }

    /**
     * Shrinks the failing run of a hunt, and writes it.
     *
     * @param directory that is made for it
     * @return the finding, or null if no seed failed
     */
    public Finding write(final Hunt hunt, final Path directory) throws IOException
    {
        final HuntRun failing = hunt.failing();
        if (failing == null)
        {
            return null;
        }
        if (failing.check() == HuntRun.Check.KEYS)
        {
            throw new IllegalArgumentException(failing.reason());
        }
        final Shrinker shrinker = new Shrinker(runner, failing);
        final boolean isShrunk = shrinker.shrink();
        final HuntRun run = shrinker.last();
        final List<String> story = new ArrayList<>();
        story.add("seed " + hunt.failingSeed() + ": " + run.reason());
        final String delays = isShrunk || shrinker.delays().isEmpty() ? Shrinker.word(shrinker.delays()) :
            MachineKeys.OPS_SEED.name() + '=' + hunt.failingSeed();
        if (isShrunk)
        {
            story.addAll(Story.of(run, keys(delays), shrinker.delays().keySet()));
        }
        else
        {
            story.addAll(shrinker.delays().isEmpty() ? withoutDelay(run, keys(delays)) : List.of(
                "The program did not fail again under the same delays: something else differs between its runs."));
        }
        keep(run, delays, directory);
        Files.write(directory.resolve("story.txt"), story);
        Files.writeString(directory.resolve("output.txt"), runner.output(0));

        return new Finding(hunt.failingSeed(), run.check() == HuntRun.Check.PROMISE, run.reason(),
            isShrunk ? shrinker.delays() : Map.of(), shrinker.trials(), story, directory.toString());
    }

    private static List<String> withoutDelay(final HuntRun run, final List<String> keys) throws IOException
    {
        final List<String> notes = StoryWithoutDelay.of(run, keys);
        final List<String> story = new ArrayList<>();
        story.add("The program fails in the same way without any delay: a missing wait is not the cause." +
            (notes.isEmpty() ? "" : " Notes of the machine:"));
        story.addAll(notes);

        return story.subList(0, Math.min(story.size(), Story.LINE_LIMIT));
    }

    private List<String> keys(final String delays)
    {
        final List<String> keys = new ArrayList<>(plan.keys());
        keys.add(delays);
        if (plan.isStrict() && plan.keys().stream().noneMatch(word -> word.startsWith("strict=")))
        {
            keys.add("strict=1");
        }

        return keys;
    }

    private void keep(final HuntRun run, final String delays, final Path directory) throws IOException
    {
        Files.createDirectories(directory);
        for (int i = 0; i < run.sessions().size(); i++)
        {
            final HuntSession session = run.sessions().get(i);
            final String name = "session-" + (i + 1);
            String word = delays;
            if (delays.startsWith(MachineKeys.OPS_SCHEDULE.name()) && !session.isCut())
            {
                final DelaySchedule schedule = schedule(session);
                final List<String> lines = new ArrayList<>(schedule.lines());
                lines.add(0, "# ops.schedule of gale hunt: machine ... ops.schedule=" + name + ".schedule");
                Files.write(directory.resolve(name + ".schedule"), lines);
                word = MachineKeys.OPS_SCHEDULE.name() + '=' + schedule;
            }
            final String text = String.join("\n", SessionLines.withKeys(session.input(), keys(word))) + '\n';
            final SessionTranscript transcript =
                SessionTranscript.create(directory.resolve(name + ".gt"), false, version);
            SessionRunner.run(words -> MachineTarget.create(words, machine ->
                SessionJournal.create(directory.resolve(name), version, machine)), transcript,
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), OutputStream.nullOutputStream(),
                false, SessionWatch.NONE);
        }
    }

    private static DelaySchedule schedule(final HuntSession session)
    {
        final List<String> names = new ArrayList<>();
        final List<Integer> delays = new ArrayList<>();
        for (final OperationLog.Entry entry : session.log().entries())
        {
            names.add(entry.operation().name());
            delays.add(entry.operation().delay());
        }

        return DelaySchedule.of(names, delays);
    }
}
