package org.gale.engine.storm.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Job that is read several times, each time with other values of some keys. Immutable.
 *
 * @param assigned values of all runs
 * @param source   of the tree, for messages
 */
public record VariedJob(JobNode.Fields tree, JobForms forms, Assignments assigned, String source)
{
    private static final List<String> FILES = List.of("journal", "ram-file", "lane-files", "outputs");

    /** Returns the job without other values. */
    public Job read()
    {
        return JobReader.read(tree, forms, assigned);
    }

    /**
     * Returns the job of one run, without the files that it names: each run has a journal of its own.
     *
     * @param option by which the values are given, for messages
     * @param values of keys by their paths, and of variables
     * @throws JobException with every mistake
     */
    public Job read(final String option, final Map<String, String> values)
    {
        Assignments all = assigned;
        for (final Map.Entry<String, String> value : values.entrySet())
        {
            final String name = value.getKey();
            if (isOfHost(name))
            {
                throw new JobException(Place.ofOption(option + ' ' + name),
                    "names files of the host, of which each run has its own (name another key)");
            }
            all = all.with(option, name, value.getValue(), isPath(name));
        }

        return JobReader.read(tree, forms, all).withoutFiles(forms);
    }

    /**
     * Returns the job of one run, without the files that it names, whose values stand in place of those of all runs.
     *
     * @param option by which the values are given, for messages
     * @param values of keys by their paths
     * @throws JobException with every mistake
     */
    public Job readOver(final String option, final Map<String, String> values)
    {
        Assignments all = assigned;
        for (final Map.Entry<String, String> value : values.entrySet())
        {
            all = all.over(option, value.getKey(), value.getValue(), isPath(value.getKey()));
        }

        return JobReader.read(tree, forms, all).withoutFiles(forms);
    }

    /**
     * Returns the job of one run whose values a file gives.
     *
     * @param values of keys by their paths, and of variables
     * @param places of the values
     * @throws JobException with every mistake
     */
    public Job read(final Map<String, String> values, final Map<String, Place> places)
    {
        Assignments all = assigned;
        for (final Map.Entry<String, String> value : values.entrySet())
        {
            final String name = value.getKey();
            all = all.with(places.get(name), name, value.getValue(), isPath(name));
        }

        final Job job = JobReader.read(tree, forms, all);

        return job.withoutFiles(forms);
    }

    /** Returns this job without the files of the host that it names. That it keeps no journal stays. */
    public VariedJob withoutFiles()
    {
        final Map<String, JobNode.Field> fields = new LinkedHashMap<>(tree.fields());
        fields.entrySet().removeIf(field -> isOfHost(field.getKey()) && !isNoJournal(field));

        return new VariedJob(new JobNode.Fields(tree.place(), fields), forms, assigned, source);
    }

    /** Returns whether a name is that of a file of the host, or of several. */
    public static boolean isOfHost(final String name)
    {
        return FILES.contains(name.split("\\.", 2)[0]);
    }

    private static boolean isNoJournal(final Map.Entry<String, JobNode.Field> field)
    {
        return field.getKey().equals(StormSettings.JOURNAL.name()) &&
            field.getValue().node() instanceof JobNode.Text text && text.text().equals(StormSettings.NONE);
    }

    /** Returns whether a name is that of a key: it has dots, or is one of the job's own and no variable. */
    public boolean isPath(final String name)
    {
        final boolean isVariable = tree.get(JobReader.VARS) instanceof JobNode.Fields vars && vars.get(name) != null;

        return name.indexOf('.') >= 0 || (forms.top().key(name) != null && !isVariable);
    }
}
