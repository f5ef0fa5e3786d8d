package org.gale.engine.cli.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Objects of a manifest in the model of a client of Kubernetes, which keeps fields that it does not know. */
final class ManifestModel
{
    private static final String PACKAGE = "io.fabric8.kubernetes.api.model.";
    private static final Map<String, String> TYPES = Map.of("Job", PACKAGE + "batch.v1.Job", "ConfigMap",
        PACKAGE + "ConfigMap", "PersistentVolumeClaim", PACKAGE + "PersistentVolumeClaim");
    private static final String UNKNOWN = "additionalProperties";

    private ManifestModel()
    {
    }

    /** Returns the documents of a manifest. */
    static List<Map<?, ?>> documents(final String text)
    {
        final List<Map<?, ?>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(text)
            .forEach(document -> documents.add((Map<?, ?>)document));

        return documents;
    }

    /** Returns the document of a kind. */
    static Map<?, ?> document(final String text, final String kind)
    {
        return documents(text).stream().filter(one -> kind.equals(one.get("kind"))).findFirst().orElseThrow();
    }

    /** Returns the names of the fields of a document that its kind does not have. */
    static List<String> unknown(final Map<?, ?> document) throws ReflectiveOperationException
    {
        final List<String> unknown = new ArrayList<>();
        final Deque<Object> left = new ArrayDeque<>();
        left.push(new ObjectMapper().convertValue(document, Class.forName(TYPES.get(document.get("kind").toString()))));
        while (!left.isEmpty())
        {
            final Object object = left.pop();
            if (object instanceof Collection<?> list)
            {
                left.addAll(list);
            }
            else if (object instanceof Map<?, ?> map)
            {
                left.addAll(map.values());
            }
            else if (object.getClass().getName().startsWith(PACKAGE))
            {
                fields(object, left, unknown);
            }
        }

        return unknown;
    }

    private static void fields(final Object object, final Deque<Object> left, final List<String> unknown)
        throws IllegalAccessException
    {
        for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass())
        {
            for (final Field field : type.getDeclaredFields())
            {
                field.setAccessible(true);
                final Object value = Modifier.isStatic(field.getModifiers()) ? null : field.get(object);
                if (value != null && field.getName().equals(UNKNOWN))
                {
                    ((Map<?, ?>)value).keySet().forEach(name -> unknown.add(name.toString()));
                }
                else if (value != null)
                {
                    left.push(value);
                }
            }
        }
    }
}
