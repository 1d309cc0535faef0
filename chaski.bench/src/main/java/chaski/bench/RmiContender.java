package chaski.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's RMI with every default. The endpoint is the port of a registry on loopback. */
final class RmiContender implements CallContender {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String NAME = "service";
    private static final int BACKLOG = 50; // the default

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

    private record RmiServer(Target target, Registry registry, String endpoint) implements Server {

        @Override
        public void close() throws IOException {
            UnicastRemoteObject.unexportObject(target, true);
            UnicastRemoteObject.unexportObject(registry, true);
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
        System.setProperty("java.rmi.server.hostname", LOOPBACK.getHostAddress());
        Target target = new Target(service);
        AtomicInteger port = new AtomicInteger();
        Registry registry = LocateRegistry.createRegistry(0, null, any -> {
            ServerSocket socket = new ServerSocket(any, BACKLOG, LOOPBACK);
            port.set(socket.getLocalPort());
            return socket;
        });
        registry.rebind(NAME, UnicastRemoteObject.exportObject(target, 0));
        return new RmiServer(target, registry, Integer.toString(port.get()));
    }

    @Override
    public Caller connect(String endpoint) throws IOException {
        Registry registry = LocateRegistry.getRegistry(LOOPBACK.getHostAddress(), Integer.parseInt(endpoint));
        try {
            return new RmiCaller((RmiService) registry.lookup(NAME));
        } catch (NotBoundException e) {
            throw new IOException("the registry has no " + NAME, e);
        }
    }
}
