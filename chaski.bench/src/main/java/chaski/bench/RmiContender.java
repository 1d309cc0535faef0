package chaski.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import java.util.Base64;

/** The JDK's RMI with every default. The stub itself is the endpoint, so no registry is needed. */
final class RmiContender implements CallContender {

    /** The object as RMI needs it. */
    interface RmiService extends Remote {

        int add(int a, int b) throws RemoteException;

        BenchService.Order echo(BenchService.Order order) throws RemoteException;
    }

    private record Target(BenchService service) implements RmiService {

        @Override
        public int add(int a, int b) {
            return service.add(a, b);
        }

        @Override
        public BenchService.Order echo(BenchService.Order order) {
            return service.echo(order);
        }
    }

    private record RmiServer(Target target, String endpoint) implements Server {

        @Override
        public void close() throws IOException {
            UnicastRemoteObject.unexportObject(target, true);
        }
    }

    /** Calls a stub. */
    private record RmiCaller(RmiService stub) implements Caller, BenchService {

        @Override
        public BenchService service() {
            return this;
        }

        @Override
        public int add(int a, int b) {
            try {
                return stub.add(a, b);
            } catch (RemoteException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Order echo(Order order) {
            try {
                return stub.echo(order);
            } catch (RemoteException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            // its connections end with the process
        }
    }

    @Override
    public Server serve(BenchService service) throws IOException {
        System.setProperty("java.rmi.server.hostname", "127.0.0.1");
        Target target = new Target(service);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(UnicastRemoteObject.exportObject(target, 0));
        }
        return new RmiServer(target, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    @Override
    public Caller connect(String endpoint) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(endpoint);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return new RmiCaller((RmiService) in.readObject());
        } catch (ClassNotFoundException e) {
            throw new IOException("expected a stub", e);
        }
    }
}
