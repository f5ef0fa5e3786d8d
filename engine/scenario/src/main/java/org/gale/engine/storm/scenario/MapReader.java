package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.NearestName;

/** Reader of the maps of one job by their forms. All mistakes are collected, so that a user sees them together. */
final class MapReader
{
    private static final Map<String, String> OF_FIO = Map.of(
        "iodepth", "window: N in traffic:",
        "numjobs", "count: N of a group in vms:",
        "runtime", "duration: T",
        "ramp_time", "warmup: T",
        "rate_iops", "rate: R in traffic:, with kind: open");

    /** Words for a switch that YAML's users write beside those of an option. */
    private static final Map<String, String> SWITCHES = Map.of("true", "on", "false", "off");

    private final JobForms forms;
    private final JobVariables variables;
    private final List<JobFault> faults = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();

    MapReader(final JobForms forms, final JobVariables variables)
    {
        this.forms = forms;
        this.variables = variables;
    }

    /**
     * Map that was read.
     *
     * @param form   of the map
     * @param node   in the tree
     * @param path   of the map in the job; empty for the job itself
     * @param values of its settings
     * @param texts  behind the keys that are the job's own
     */
    record Found(
        JobForm form, JobNode.Fields node, String path, SettingValues values, Map<String, String> texts)
    {
        /** Returns the name of a map of a list, with which its path ends. */
        String name()
        {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        /** Returns the map behind a key whose values are values of this one; an empty one if there is none. */
        Found map(final String key)
        {
            return new Found(form.below(key), node.get(key) instanceof JobNode.Fields fields ? fields :
                new JobNode.Fields(node.place(), Map.of()), pathOf(key), SettingValues.NONE, Map.of());
        }

        /** Returns the path of a key. */
        String pathOf(final String key)
        {
            return path.isEmpty() ? key : path + '.' + key;
        }

        /** Returns where a key, or without it the map, begins. */
        Place placeOf(final String key)
        {
            final JobNode.Field field = node.fields().get(key);

            return field == null ? node.place() : field.node().place();
        }
    }

    /** Adds a mistake. */
    void add(final Place place, final String path, final String message)
    {
        faults.add(new JobFault(place, path.isEmpty() ? message : path + ": " + message));
    }

    /**
     * Ends the reading of a job.
     *
     * @throws JobException if there were mistakes
     */
    void check()
    {
        if (!faults.isEmpty())
        {
            throw new JobException(faults);
        }
    }

    /** Returns the places of what was read, by path. */
    Map<String, Place> places()
    {
        return Map.copyOf(places);
    }

    /** Returns the place of a path that was read, or another one. */
    Place placeOf(final String path, final Place otherwise)
    {
        return places.getOrDefault(path, otherwise);
    }

    /** Gives what lies below a path the places of what lies below another one, so that both have the same. */
    void copyPlaces(final String from, final String to)
    {
        Map.copyOf(places).forEach((path, place) ->
        {
            if (path.startsWith(from))
            {
                places.put(to + path.substring(from.length()), place);
            }
        });
    }

    /** Returns the map behind a key; an empty one without the key, and behind anything else, which is a mistake. */
    JobNode.Fields map(final JobNode.Fields parent, final String key, final String path)
    {
        final JobNode node = parent.get(key);
        if (node instanceof JobNode.Fields fields)
        {
            return fields;
        }
        if (node != null)
        {
            add(node.place(), path, node.kind() + " is no map (write KEY: VALUE lines below, or {KEY: VALUE})");
        }

        return new JobNode.Fields(parent.place(), Map.of());
    }

    /** Returns the maps of the list behind a key; none without the key, or where something else is a mistake. */
    List<JobNode.Fields> maps(final JobNode.Fields parent, final String key, final String path, final int limit)
    {
        final List<JobNode.Fields> maps = new ArrayList<>();
        final JobNode node = parent.get(key);
        if (node instanceof JobNode.Items items)
        {
            if (items.nodes().size() > limit)
            {
                add(node.place(), path, items.nodes().size() + " are too many: at most " + limit);
            }
            for (final JobNode item : items.nodes().subList(0, Math.min(limit, items.nodes().size())))
            {
                if (item instanceof JobNode.Fields fields)
                {
                    maps.add(fields);
                }
                else
                {
                    add(item.place(), path, item.kind() + " is no map (write - name: NAME, and its keys below)");
                }
            }
        }
        else if (node != null)
        {
            add(node.place(), path, node.kind() + " is no list (write - name: NAME for each)");
        }

        return maps;
    }

    /**
     * Reads a list of maps, each of which has a name that no other one may have.
     *
     * @param otherwise begins the names, for messages, of maps without one
     * @param names     that are taken, each with its place
     */
    List<Found> named(final Found parent, final String key, final int limit, final String otherwise,
        final Map<String, Place> names)
    {
        final JobForm form = parent.form().below(key);
        final String path = parent.pathOf(key);
        final List<Found> all = new ArrayList<>();
        for (final JobNode.Fields node : maps(parent.node(), key, path, limit))
        {
            final JobNode given = node.get(JobForms.NAME);
            final String name = scalar(given, otherwise + (all.size() + 1));
            final Place place = given == null ? node.place() : given.place();
            all.add(read(node, form, path + '.' + name));
            checkName(name, place, path + ".name");
            final Place before = names.putIfAbsent(name, place);
            if (before != null)
            {
                add(place, path + ".name", "'" + name + "' is there twice: first at " + before);
            }
        }

        return all;
    }

    /** Reads the keys of a map that give values or texts, also in maps of more values, and refuses others. */
    Found read(final JobNode.Fields node, final JobForm form, final String path)
    {
        SettingValues values = SettingValues.NONE;
        final Map<String, String> texts = new LinkedHashMap<>();
        final Found found = new Found(form, node, path, values, texts);
        places.put(path, node.place());
        for (final Map.Entry<String, JobNode.Field> field : node.fields().entrySet())
        {
            final JobKey key = form.key(field.getKey());
            places.put(found.pathOf(field.getKey()), field.getValue().node().place());
            if (key == null)
            {
                add(field.getValue().place(), found.pathOf(field.getKey()), unknown(field.getKey(), form, node));
            }
            else if (key.shape() == JobKey.Shape.TEXT)
            {
                final String text = text(field.getValue().node(), found.pathOf(key.name()));
                texts.put(key.name(), text == null ? "" : text);
            }
            else if (key.setting() != null)
            {
                values = with(values, key, field.getValue().node(), found.pathOf(key.name()));
            }
        }
        for (final JobKey key : form.keys())
        {
            final String here = found.pathOf(key.name());
            values = key.shape() != JobKey.Shape.MAP || node.get(key.name()) == null ? values :
                values.withAll(read(map(node, key.name(), here), key.form(), here).values());
        }

        return new Found(form, node, path, values, texts);
    }

    /** Returns the text of a scalar with its variables replaced, or another text if it has none. */
    String scalar(final JobNode node, final String otherwise)
    {
        try
        {
            final String text = node instanceof JobNode.Text scalar ? variables.replaced(scalar.text()) : "";

            return text.isEmpty() ? otherwise : text;
        }
        catch (final IllegalArgumentException ex)
        {
            return otherwise;                                       // the reader of the map names the mistake
        }
    }

    /** {@return the text of a scalar with its variables replaced, or null if it is empty, which is a mistake} */
    String text(final JobNode node, final String path)
    {
        if (!(node instanceof JobNode.Text scalar) || scalar.text().isEmpty())
        {
            add(node.place(), path, node.kind() + " stands where a value belongs");
            return null;
        }
        try
        {
            final String text = variables.replaced(scalar.text());
            if (!text.isEmpty())
            {
                return text;
            }
            add(scalar.place(), path, "is empty once its variables are replaced");
        }
        catch (final IllegalArgumentException ex)
        {
            add(scalar.place(), path, ex.getMessage());
        }

        return null;
    }

    /** Checks the name of a job, a group or a phase. */
    void checkName(final String name, final Place place, final String path)
    {
        final String fault = name.isEmpty() ? null : JobName.fault(name);
        if (fault != null)
        {
            add(place, path, fault);
        }
    }

    private SettingValues with(
        final SettingValues values, final JobKey key, final JobNode node, final String path)
    {
        final int before = faults.size();
        if (key.shape() == JobKey.Shape.TREE)
        {
            final JobNode tree = node.with(scalar -> text(scalar, path));

            return faults.size() > before ? values : with(values, key.setting(), tree, path);
        }
        final String text = key.shape() == JobKey.Shape.TEXTS ? texts(node, path) : text(node, path);
        final boolean isSwitch = key.setting().type().javaType() == Boolean.class;

        return text == null ? values : with(values, key.setting(),
            new JobNode.Text(node.place(), isSwitch ? SWITCHES.getOrDefault(text, text) : text), path);
    }

    private <T> SettingValues with(
        final SettingValues values, final Setting<T> setting, final JobNode node, final String path)
    {
        try
        {
            final SettingValues more = values.withNode(setting, node);
            more.check(setting);

            return more;
        }
        catch (final SettingException ex)
        {
            add(node.place(), "", ex.message(new JobSpelling(Map.of(setting, path), Spelling.NAMES)));
        }
        catch (final IllegalArgumentException ex)
        {
            add(node.place(), path, ex.getMessage());
        }

        return values;
    }

    /** Returns the texts of a list, or one text, in the form of one text. */
    private String texts(final JobNode node, final String path)
    {
        if (!(node instanceof JobNode.Items items))
        {
            return text(node, path);
        }
        final List<String> texts = new ArrayList<>();
        for (final JobNode item : items.nodes())
        {
            final String text = text(item, path);
            if (text != null)
            {
                texts.add(text);
            }
        }

        return texts.isEmpty() ? null : Conditions.text(texts);
    }

    private String unknown(final String key, final JobForm form, final JobNode.Fields node)
    {
        final List<String> kinds = forms.otherKinds(form, key);
        if (!kinds.isEmpty())
        {
            return "belongs to kind " + String.join(" or ", kinds) + ", and this is " +
                scalar(node.get(JobForms.KIND), GivenStream.DEFAULT.kind());
        }
        final String decided = form.name().equals(JobForms.MACHINE) ? MachineSettings.refusal(key) :
            forms.refusal(form, key);
        if (decided != null)
        {
            return decided;
        }
        final String ofFio = OF_FIO.get(key);
        if (ofFio != null)
        {
            return "'" + key + "' is fio's: here it is " + ofFio;
        }
        final String elsewhere = forms.all().stream().filter(other -> !other.equals(form) && other.key(key) != null)
            .map(JobForm::name).distinct().collect(Collectors.joining(" or "));
        if (!elsewhere.isEmpty())
        {
            return "'" + key + "' is no key of " + form.name() + ", but of " + elsewhere;
        }
        final String unknown = "'" + key + "' is no key of " + form.name();
        final String nearest = NearestName.hint(key, form.names());
        if (!nearest.isEmpty())
        {
            return unknown + nearest;
        }
        for (final JobForm other : forms.all())
        {
            if (NearestName.to(key, other.names()).isPresent())
            {
                return unknown + NearestName.hint(key, other.names()) + " (a key of " + other.name() + ')';
            }
        }

        return unknown + ", which has " + String.join(", ", form.names());
    }
}
